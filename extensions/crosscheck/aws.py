# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""make crosscheck JUDGE=aws: play scenarios on an account of AWS, and compare them with the simulator.

docs/crosscheck-aws.md describes it for those who have an account.
"""

from __future__ import annotations

import math
import os
import secrets
import signal
import sys
from collections import Counter
from fnmatch import fnmatchcase

import botocore.session
from botocore.exceptions import BotoCoreError, ClientError

from . import engines, estimate, playbooks, transcript
from .account import PREFIX, Account, AccountWorld, Stopped
from .compare import outcome
from .scenarios import SCENARIOS
from .worlds import REGION, SimulatedWorld

TRANSCRIPT = engines.CACHE / "aws-transcript.json"
MAX_DOLLARS = 1.0
FAILED, REFUSED, INTERRUPTED = 1, 2, 130  # exit codes


def main(environment=None, ask=None, session=None, **more):
    """Return the exit code. ask: asks a person for a confirmation; None if nobody can be asked."""
    environment = os.environ if environment is None else environment
    try:
        session = session or botocore.session.Session()
        account, identity = _account(environment, session, **more)
        print(f"Account: {identity}\nRegion: {account.region}\nTables: {account.prefix}*")
        if environment.get("CLEAN"):
            return _clean(account, environment, ask)
        chosen, targets = _chosen(environment.get("ONLY") or "*")
        _check_price(estimate.estimate(chosen), environment)
        for target in targets:
            print(f"The playbook {target} creates one on-demand table.")
        _confirm(environment, ask)
        account.tables = estimate.estimate(chosen).tables
        return _play(account, chosen, targets, _redaction(account, session, identity))
    except (Stopped, transcript.Secret, BotoCoreError, ClientError) as error:
        print(f"STOPPED: {error}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED


def _account(environment, session, identify=None, **more):
    """Return the account of the environment, and who uses it. identify, more: for tests."""
    region = environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION")
    if not region:
        raise Stopped(
            "Set AWS_REGION to the Region in which to create the tables. The Region of a profile is not used."
        )
    identity = identify() if identify else session.create_client("sts", region_name=region).get_caller_identity()

    def new_client(config=None):
        return session.create_client("dynamodb", region_name=region, config=config)

    prefix = PREFIX if environment.get("CLEAN") else f"{PREFIX}{secrets.token_hex(4)}-"
    return Account(new_client, identity["Account"], prefix, **more), identity["Arn"]


def _chosen(pattern):
    """Return the scenarios and targets that are played. Print the others, by the reason why they are omitted."""
    matching = [scenario for scenario in SCENARIOS if fnmatchcase(scenario.name, pattern)]
    targets = [target for target in playbooks.ON_ACCOUNT if fnmatchcase(f"playbook: {target}", pattern)]
    if not matching + targets:
        raise Stopped(f"No scenario has a name like {pattern}.")
    reasons = {scenario.name: estimate.reason(scenario) for scenario in matching}
    for why, number in Counter(filter(None, reasons.values())).items():
        print(f"OMITTED ({number}), {why}: {'; '.join(name for name in reasons if reasons[name] == why)}")
    return [scenario for scenario in matching if not reasons[scenario.name]], targets


def _check_price(planned, environment):
    print(planned.text())
    limit = _dollars(environment.get("MAX_DOLLARS") or MAX_DOLLARS)
    if planned.dollars > limit:
        raise Stopped(f"The estimate is above USD {limit:.2f}. Select fewer scenarios with ONLY, or set MAX_DOLLARS.")


def _dollars(value):
    try:
        limit = float(value)
    except ValueError:
        limit = math.nan
    if not math.isfinite(limit):  # NaN would compare as no limit
        raise Stopped(f"MAX_DOLLARS is {value!r}; it must be a number, such as 1.5.")
    return limit


def _confirm(environment, ask):
    if environment.get("CONFIRM") == "yes":
        return
    if not ask or ask("Continue? Answer yes: ").strip() != "yes":
        raise Stopped("Nothing was changed, because the run was not confirmed. Answer yes, or set CONFIRM=yes.")


def _clean(account, environment, ask):
    """Remove what an interrupted run left."""
    left = account.left()
    print(f"To be deleted: {', '.join(left) or 'no tables'}")
    if left:
        _confirm(environment, ask)
        account.remove()
    return 0


def _play(account, chosen, targets, redaction):
    """Play the scenarios and targets, remove everything, and write the transcript of those that were played."""
    run = {"region": account.region, "versions": {"botocore": botocore.__version__}, "scenarios": {}, "playbooks": {}}
    code = 0
    try:
        for number, scenario in enumerate(chosen):
            run["scenarios"][scenario.name] = _scenario(account, number, scenario, redaction)
        for target in targets:
            result = playbooks.run_on_account(target, f"{account.prefix}playbook-", account.region)
            run["playbooks"][target] = redaction.text(result)
            print(f"playbook: {target}: {run['playbooks'][target]}")
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        code = INTERRUPTED
    except (Stopped, BotoCoreError, ClientError) as error:
        print(f"STOPPED: {redaction.text(str(error))}", file=sys.stderr)
        code = FAILED
    finally:
        _remove(account)
    transcript.write(TRANSCRIPT, run, redaction)
    played = run["scenarios"].values()
    same = sum(entry["simulator"] == entry["aws"] for entry in played)
    print(
        f"The tables were deleted. {len(played)} of {len(chosen)} scenarios ran, {same} without differences:"
        f" {TRANSCRIPT}"
    )
    return code


def _scenario(account, number, scenario, redaction):
    world = AccountWorld(account, number, estimate.operations(scenario))
    theirs = outcome(scenario, world)
    world.remove()
    ours = outcome(scenario, SimulatedWorld()).replace(REGION, account.region)
    entry = {"rules": scenario.rules, "simulator": redaction.text(ours), "aws": redaction.text(theirs)}
    same = entry["simulator"] == entry["aws"]
    print("same  " if same else "OTHER ", scenario.name, flush=True)
    for engine in () if same else ("simulator", "aws"):
        print(f"       {engine:9} {entry[engine][:300]}")
    return entry | {"calls": world.calls}


def _remove(account):
    print("Deleting the tables. An index that is being created delays this by minutes.", flush=True)
    try:
        account.remove()
    except BaseException:
        print(
            f"NOT DELETED: tables whose names begin with {account.prefix}. Run: make crosscheck JUDGE=aws CLEAN=yes",
            file=sys.stderr,
        )
        raise


def _redaction(account, session, identity):
    keys = session.get_credentials().get_frozen_credentials()
    known = {
        identity: "<principal>",
        keys.access_key: "<access key>",
        keys.secret_key: "<secret>",
        keys.token: "<token>",
        account.number: "<account>",
    }
    return transcript.Redaction(known, account.prefix)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main(ask=input if sys.stdin.isatty() else None))
