# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""make crosscheck JUDGE=aws, with the simulator in the place of AWS."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from ansible_collections.stackkit.dynamodb.extensions.crosscheck import aws, compare, estimate, transcript
from ansible_collections.stackkit.dynamodb.extensions.crosscheck.account import PREFIX, Account, AccountWorld, Stopped
from ansible_collections.stackkit.dynamodb.extensions.crosscheck.scenario import Scenario, create, describe
from ansible_collections.stackkit.dynamodb.extensions.crosscheck.scenarios import SCENARIOS
from ansible_collections.stackkit.dynamodb.extensions.simulator import Simulator

REGION, NUMBER = "eu-west-3", "345678901234"
USER = f"arn:aws:sts::{NUMBER}:assumed-role/Admin/alice"
KEYS = {"access_key": "AKIAIOSFODNN7EXAMPLE", "secret_key": "wJalrXUtnFEMI/K7MDENG", "token": "FwoGZXIvYXdz"}
BY_NAME = {scenario.name: scenario for scenario in SCENARIOS}


class Session:
    """A session whose clients reach a simulator. after: called after each CreateTable."""

    def __init__(self, after=None):
        self.sim, self.after = Simulator(), after

    def create_client(self, service, region_name, config=None):
        client = self.sim.client(service, region_name, account=NUMBER, config=config)
        if config:
            client.meta.events.register("after-call.dynamodb.CreateTable", lambda **_more: self.after and self.after())
        return client

    def get_credentials(self):
        return SimpleNamespace(get_frozen_credentials=lambda: SimpleNamespace(**KEYS))

    def tables(self):
        return self.create_client("dynamodb", REGION).list_tables()["TableNames"]

    def written(self):
        """The names of the tables that were changed."""
        params = [call.params for call in self.sim.writes()]
        return {param.get("TableName") or param["ResourceArn"].partition("/")[2] for param in params}


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    monkeypatch.setattr(aws, "TRANSCRIPT", tmp_path / "transcript.json")
    return tmp_path / "transcript.json"


def run(session, only="describe*", ask=None, **environment):
    environment = {"AWS_REGION": REGION, "CONFIRM": "yes", "ONLY": only} | environment
    clock = session.sim.clock
    return aws.main(
        environment,
        ask,
        session,
        identify=lambda: {"Account": NUMBER, "Arn": USER},
        sleep=clock.sleep,
        now=clock.now,
    )


def own_table(session, name="orders"):
    """A table of the user, with the name that the scenarios use."""
    operation = create(TableName=name)[1]
    session.create_client("dynamodb", REGION).create_table(**operation)


def never_asked(*_arguments):
    pytest.fail("a person is asked")


@pytest.mark.parametrize(
    "only", ["describe*", "delete*", "deletion protection*", "capacity*", "PITR*", "policy*", "Contributor*"]
)
def test_only_tables_with_the_prefix_are_changed_and_all_are_removed(only, file):
    session = Session()
    own_table(session)
    assert run(session, only, ask=never_asked) == 0
    assert session.tables() == ["orders"]
    changed = session.written() - {"orders"}
    assert changed
    assert all(name.startswith(PREFIX) for name in changed)
    deleted = [call for call in session.sim.writes() if call.params.get("TableName") == "orders"]
    assert [call.operation for call in deleted] == ["CreateTable"]
    played = json.loads(file.read_text())["scenarios"]
    assert {name: entry["aws"] for name, entry in played.items()} == {
        name: entry["simulator"] for name, entry in played.items()
    }


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_after_an_interruption_or_a_failure_all_tables_are_removed(error, file):
    created = []

    def third_answer_is_lost():
        created.append(1)
        if len(created) == 3:
            raise error

    session = Session(third_answer_is_lost)
    own_table(session)
    if error is KeyboardInterrupt:
        assert run(session, "capacity*") == aws.INTERRUPTED
        assert len(json.loads(file.read_text())["scenarios"]) == 2
    else:
        with pytest.raises(error):
            run(session, "capacity*")
    assert len([call for call in session.sim.writes() if call.operation == "CreateTable"]) == 4
    assert session.tables() == ["orders"]


@pytest.mark.parametrize("result", ["Update it: failed: 345678901234", KeyboardInterrupt()])
def test_the_tables_of_a_playbook_are_removed(result, file, monkeypatch):
    session = Session()

    def play(target, prefix, region):
        own_table(session, f"{prefix}{target}")
        if isinstance(result, str):
            return result
        raise result

    monkeypatch.setattr(aws.playbooks, "run_on_account", play)
    assert run(session, "playbook: *") == (0 if isinstance(result, str) else aws.INTERRUPTED)
    assert session.tables() == []
    played = {"account": "Update it: failed: <account>"} if isinstance(result, str) else {}
    assert json.loads(file.read_text())["playbooks"] == played


def test_what_cannot_be_removed_is_named(capsys):
    session = Session()
    session.sim.fail("DeleteTable", code="AccessDeniedException", message="no", times=99)
    assert run(session, "describe by ARN") != 0
    assert f"NOT DELETED: tables whose names begin with {PREFIX}" in capsys.readouterr().err
    session.sim.dispatcher.faults.clear()
    own_table(session)
    assert run(session, CLEAN="yes", CONFIRM="", ask=lambda _question: "no") == aws.REFUSED
    assert len(session.tables()) == 2
    assert run(session, CLEAN="yes", CONFIRM="", ask=lambda _question: "yes") == 0
    assert session.tables() == ["orders"]


@pytest.mark.parametrize(
    ("environment", "ask", "message"),
    [
        ({"CONFIRM": ""}, None, "not confirmed"),
        ({"CONFIRM": "no"}, lambda _question: "y", "not confirmed"),
        ({"AWS_REGION": ""}, never_asked, "Set AWS_REGION"),
        ({"ONLY": "nonsense"}, never_asked, "No scenario has a name like nonsense"),
        ({"MAX_DOLLARS": "0.001", "ONLY": "capacity*"}, never_asked, "The estimate is above USD 0.00"),
        ({"MAX_DOLLARS": "one", "ONLY": "capacity*"}, never_asked, "MAX_DOLLARS is 'one'; it must be a number"),
        ({"MAX_DOLLARS": "nan", "ONLY": "capacity*"}, never_asked, "MAX_DOLLARS is 'nan'; it must be a number"),
    ],
)
def test_a_run_that_is_rejected_writes_nothing(environment, ask, message, capsys):
    session = Session()
    assert run(session, ask=ask, **environment) == aws.REFUSED
    assert session.sim.writes() == []
    assert message in capsys.readouterr().err


def test_the_confirmation_names_account_region_tables_and_price(capsys):
    assert run(Session(), "capacity: increase", CONFIRM="", ask=lambda _question: "yes") == 0
    before = capsys.readouterr().out.partition("same ")[0]
    assert all(text in before for text in (USER, REGION, PREFIX, "1 tables", "15 RCU", "USD 0.01"))


def test_no_more_tables_are_created_than_estimated():
    session = Session()
    account = Account(lambda config=None: session.create_client("dynamodb", REGION, config), NUMBER, PREFIX)
    with pytest.raises(Stopped, match="more tables than estimated"):
        compare.outcome(Scenario("", "", create()), AccountWorld(account, 1, {"CreateTable"}))
    assert session.sim.log == []


def test_an_omitted_scenario_has_a_reason():
    assert "up to an hour" in estimate.reason(BY_NAME["TTL: disable"])
    assert estimate.reason(BY_NAME["TTL: disable immediately"]) is None
    assert "replicas" in estimate.reason(BY_NAME["replica: add"])
    assert "capacity units" in estimate.reason(BY_NAME["capacity: above the account's quota"])
    assert "other tables" in estimate.reason(BY_NAME["list: sorted"])
    assert estimate.reason(Scenario("", "", describe(), (create(),))) is None


SECRETS = {
    "of 345678901234.": "of <account>.",
    "kms:eu-west-3:999988887777:key/mrk-0123456789abcdef0123456789abcdef": "kms:eu-west-3:<account>:key/<id>",
    "arn:aws-cn:dynamodb:cn-north-1:999988887777:table/orders": "arn:aws-cn:dynamodb:cn-north-1:<account>:table/orders",
    f"User: {USER} is not authorized": "User: <principal> is not authorized",
    "User: arn:aws:iam::999988887777:user/team/bob is": "User: <principal> is",
    "arn:aws:iam::999988887777:root": "arn:aws:iam::<account>:root",
    "key 01234567-89ab-cdef-0123-456789abcdef": "key <id>",
    "AKIAIOSFODNN7EXAMPLE and ASIAY34FZKBOKMUTVV7A": "<access key> and <access key>",
    "(Request ID: 9B1DEQNQ3B4M1B2C3D4E5F6G7H8I9J0KVV4KQNSO5AEMVJF66Q9A)": "(Request ID: <request id>)",
    "stream/2026-11-26T08:00:00.123": "stream/<time>",
    "2026-11-26 08:00:00.123000+00:00": "<time>",
    "Last decrease at Friday, September 9, 2016 7:21:18 PM UTC.": "Last decrease at <time>.",
    "at Monday, November 23, 2026 at 12:05:49 AM Coordinated Universal Time. Next": "at <time>. Next",
    "Date: Thu, 26 Nov 2026 08:00:00 GMT": "Date: <time>",
    "revision 1732608000123": "revision <id>",
    "failure message: " + "aB3_" * 40: "failure message: <encoded>",
    "a secret wJalrXUtnFEMI/K7MDENG": "a secret <secret>",
    f"Table: {PREFIX}1a2b3c4d-17-orders not found": "Table: orders not found",
    "Member must have length less than or equal to 255": "Member must have length less than or equal to 255",
    "a" * 256: "a…",
}


def redaction():
    known = {KEYS["secret_key"]: "<secret>", USER: "<principal>", NUMBER: "<account>", None: "<token>"}
    return transcript.Redaction(known, f"{PREFIX}1a2b3c4d-")


@pytest.mark.parametrize("text", SECRETS)
def test_what_identifies_account_user_or_time_is_redacted(text):
    assert redaction().value({"a": [text]}) == {"a": [SECRETS[text]]}


def test_a_transcript_with_a_known_secret_is_not_written(file):
    with pytest.raises(transcript.Secret, match="<secret>"):
        transcript.write(file, {KEYS["secret_key"]: 1}, redaction())
    assert not file.exists()


def test_a_transcript_has_no_metadata_of_answers(file):
    run(Session(), "policy*")
    text = file.read_text()
    assert not any(secret in text for secret in (NUMBER, USER, PREFIX, "ResponseMetadata", *KEYS.values()))
    assert '"Message": "Resource-based policy not found' in text
