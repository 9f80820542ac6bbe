# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Planning one IAM policy: from the desired and the current state to Changes. Pure."""

from __future__ import annotations

from ..core import diff, tagging
from ..core.change import CREATE, DELETE, UPDATE, Change, FromAnswer, PlanError, PlanWarning
from ..core.policy_document import differ, digest, sent

CREATED_ARN = FromAnswer("create_policy", "Policy.Arn")
MAX_VERSIONS = 5  # including the default version (R110)


def plan(plan, want, have, *, region, check_mode):
    """Fill a Plan. want: the options of the policy, with path and tags of its set and `at`, its option path."""
    if want["state"] == "absent":
        plan.add(_absent(want, have, region) if have.arn else [])
        plan.before = _current(want, have)
        return
    plan.add(_missing(want, have, check_mode))
    plan.add(_present(want, have, region))
    before, after = _current(want, have), _desired(want, have)
    plan.before, plan.after = diff.unequal(before, after)


def _missing(want, have, check_mode):
    """Yield errors for missing resources; in check mode warnings, because an earlier task would have created them."""
    if want["awaits"] and not check_mode:
        yield PlanError(want["at"], f"{want['awaits']} does not exist; create it first")
    for role in have.missing:
        if check_mode:
            yield PlanWarning(f"{want['name']}: attach_to: role {role} does not exist yet")
        else:
            yield PlanError(f"{want['at']}.attach_to", f"role {role} does not exist; create it first")


def _present(want, have, region):
    name = want["name"]
    if not have.arn:
        yield _create(want, region)
    else:
        differing = _differing(have.document, want["document"])
        if differing:
            if len(have.versions) + 1 >= MAX_VERSIONS:
                oldest = have.versions[0]
                words = f"delete version {oldest} of policy {name}, which can have up to {MAX_VERSIONS} versions"
                yield _version_deletion(want, have, words, region, oldest)
            words = f"change {differing} of policy {name}"
            document = {"PolicyDocument": sent(want["document"]), "SetAsDefault": True}
            yield _call(want, have, "", UPDATE, words, region, "create_policy_version", **document)
        yield from _tags(want, have, region)
    yield from _roles(want, have, region)


def _create(want, region):
    params = {"PolicyName": want["name"], "Path": want["path"], "PolicyDocument": sent(want["document"])}
    words = f"create policy {want['name']}"
    if want["tags"]:
        params["Tags"] = tagging.pairs(want["tags"])
        words += f", tagged with {tagging.words(want['tags'])}"
    return Change(_key(want), CREATE, words, region, "iam", "create_policy", params, want["at"])


def _differing(before, after):
    """The statements that differ, in words, by their Sids; "" if the meaning of the documents is the same."""
    if not differ(before, after):
        return ""
    sides = [{statement.get("Sid"): statement for statement in _statements(side)} for side in (before, after)]
    ids = dict.fromkeys([*sides[0], *sides[1]])
    changed = [sid for sid in ids if sid and differ(*(_alone(side.get(sid)) for side in sides))]
    return f"the statement{'s' if len(changed) > 1 else ''} {', '.join(changed)}" if changed else "the statements"


def _statements(document):
    statements = document.get("Statement", [])
    return statements if isinstance(statements, list) else [statements]


def _alone(statement):
    return {"Version": "2012-10-17", "Statement": [statement] if statement else []}


def _tags(want, have, region):
    if want["tags"] is None:
        return
    ways = dict(remove=("untag_policy", "TagKeys"), add=("tag_policy", "Tags"))
    for kind, action, method, params in tagging.calls(have.tags, want["tags"], f"policy {want['name']}", **ways):
        yield _call(want, have, ".tags", kind, action, region, method, **params)


def _roles(want, have, region):
    """Yield the attachments to change. Other policies of a role are not read."""
    if want["attach_to"] is None:
        return
    for role in have.roles:
        if role not in want["attach_to"]:
            yield _detach(want, have, region, "role", role)
    for role in dict.fromkeys(want["attach_to"]):
        if role not in have.roles:
            words = f"attach policy {want['name']} to role {role}"
            yield _call(want, have, f".attach_to[{role}]", CREATE, words, region, "attach_role_policy", RoleName=role)


def _detach(want, have, region, kind, who):
    words = f"detach policy {want['name']} from {kind} {who}"
    name = {f"{kind.capitalize()}Name": who}
    part = f".attach_to[{who}]" if kind == "role" else f".{kind}s[{who}]"
    return _call(want, have, part, DELETE, words, region, f"detach_{kind}_policy", **name)


def _absent(want, have, region):
    """Yield the deletion. AWS deletes a policy only if it is attached nowhere and has no other version."""
    name = want["name"]
    if have.boundaries:
        words = (
            f"policy {name} is the permissions boundary of {have.boundaries} users or roles; remove it from them first"
        )
        yield PlanError(want["at"], words)
        return
    for kind in ("role", "user", "group"):
        for who in getattr(have, f"{kind}s"):
            yield _detach(want, have, region, kind, who)
    for version in have.versions:
        words = f"delete version {version} of policy {name}"
        yield _version_deletion(want, have, words, region, version)
    yield _call(want, have, "", DELETE, f"delete policy {name}", region, "delete_policy")


def _version_deletion(want, have, words, region, version):
    part = f".versions[{version}]"
    return _call(want, have, part, DELETE, words, region, "delete_policy_version", VersionId=version)


def _call(want, have, part, kind, action, region, method, **params):
    """part: what follows the policy in the Change's key."""
    params = {"PolicyArn": have.arn or CREATED_ARN, **params}
    return Change(_key(want) + part, kind, action, region, "iam", method, params, want["at"])


def _key(want):
    return f"policies[{want['name']}]"


def _current(want, have):
    """The current state as options, with a digest of the document, because policies must not appear in logs."""
    if not have.arn:
        return {}
    facts = {"name": want["name"]}
    if want["state"] == "present":
        facts["document"] = digest(have.document)
    if want["tags"] is not None:
        facts["tags"] = have.tags
    if want["attach_to"] is not None:
        facts["attach_to"] = sorted(have.roles)
    return facts


def _desired(want, have):
    """The desired state as options, with a digest of the document."""
    same = have.arn and not differ(have.document, want["document"])
    facts = {"name": want["name"], "document": digest(have.document if same else want["document"])}
    if want["tags"] is not None:
        facts["tags"] = want["tags"]
    if want["attach_to"] is not None:
        facts["attach_to"] = sorted(set(want["attach_to"]))
    return facts
