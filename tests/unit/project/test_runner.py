# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The collection works where ansible-runner ships a job to: AWX and the automation controller do so, slice by slice.

The job contains the installed archive, and nothing of the repository.
"""

from __future__ import annotations

import json
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import simulated
import yaml
from ansible_collections.stackkit.dynamodb.tests.unit import clients
from botocore.config import Config
from commands import BIN, ENVIRONMENT

PLAYBOOK = [{"name": "Manage the stacks", "ansible.builtin.import_playbook": "stackkit.dynamodb.site"}]
SHIPPED = ("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION")
SLICES = (("orders-dev",), ("users-dev",))


def job(folder, hosts, world):
    """Write a job as a controller does: the project with its collections, a slice of the inventory, the credentials."""
    for name in ("inventory", "env"):
        (folder / name).mkdir()
    (folder / "project/site.yml").write_text(yaml.safe_dump(PLAYBOOK))
    variables = {
        "stack_project_name": "{{ inventory_hostname | split('-') | first }}",
        "stack_environment": "dev",
        "stack_hash_key": "id",
        "stack_attributes": [{"name": "id", "type": "S"}],
        # Less work: other tests deploy these.
        "stack_create_kms_key": False,
        "stack_create_cloudwatch_alarms": False,
    }
    inventory = {"all": {"hosts": dict.fromkeys(hosts), "vars": variables}}
    (folder / "inventory/hosts.yml").write_text(yaml.safe_dump(inventory))
    (folder / "env/envvars").write_text(yaml.safe_dump({name: world[name] for name in SHIPPED}))
    return folder


def ship(folder, worker):
    """Run a job through `ansible-runner transmit | worker | process`; return the events that come back."""
    commands = (
        ["transmit", folder, "--ident", "job", "--playbook", "site.yml"],
        ["worker", "--private-data-dir", worker],
        ["process", folder, "--ident", "job"],
    )
    stream = b""
    for command in commands:
        done = subprocess.run(
            [BIN / "ansible-runner", *command],
            cwd=folder.parent,
            env=ENVIRONMENT | {"HOME": str(folder.parent)},
            input=stream,
            capture_output=True,
            check=False,
        )
        assert command[0] == "worker" or done.returncode == 0, done.stderr.decode()
        stream = done.stdout
    # The exit code of the play. The worker has it too, but its output is the stream.
    artifacts = folder / "artifacts/job"
    assert (artifacts / "rc").read_text() == "0", (artifacts / "stdout").read_text()
    return [json.loads(path.read_text()) for path in (artifacts / "job_events").glob("*.json")]


@pytest.fixture(scope="module")
def events(install, tmp_path_factory):
    """The events of each slice of a job, and the calls that changed something."""
    slices = [tmp_path_factory.mktemp("slice") for _slice in SLICES]
    with simulated.simulator() as world:
        for folder, hosts in zip(slices, SLICES, strict=True):
            install(folder / "job/project/collections")
            job(folder / "job", hosts, world)
        with ThreadPoolExecutor() as pool:
            events = list(pool.map(lambda folder: ship(folder / "job", folder / "worker"), slices))
        return events, clients.table_names(world)


def test_each_slice_deploys_its_hosts(events):
    of_slices, tables = events
    assert tables == sorted(f"{host}-main" for hosts in SLICES for host in hosts)
    for hosts, found in zip(SLICES, of_slices, strict=True):
        (stats,) = [event["event_data"] for event in found if event["event"] == "playbook_on_stats"]
        assert set(stats["ok"]) == set(hosts)
        assert not stats["failures"] and not stats["dark"]


def test_the_worker_uses_the_shipped_collection(events):
    for found in events[0]:
        paths = {event["event_data"]["task_path"] for event in found if event["event_data"].get("task_path")}
        ours = {path for path in paths if "/stackkit/dynamodb/" in path}
        assert ours
        assert all("/project/collections/ansible_collections/stackkit/dynamodb/" in path for path in ours)
        assert not any(path.startswith(str(simulated.REPO)) for path in paths)


def test_the_plan_comes_back(events):
    """What the controller shows, from the results of the module."""
    for hosts, found in zip(SLICES, events[0], strict=True):
        results = [event["event_data"].get("res", {}) for event in found]
        actions = [action for result in results for action in result.get("actions", ())]
        assert any("create" in action and f"{hosts[0]}-main" in json.dumps(results) for action in actions)


def test_the_simulator_serves_many_hosts_in_parallel():
    """Sixty hosts in twenty forks: each creates its table, waits for it, and changes it."""
    failures, lock = [], threading.Lock()

    def host(number):
        name = f"host-{number}"
        try:
            client.create_table(
                TableName=name,
                KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
                AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
                BillingMode="PAY_PER_REQUEST",
            )
            while client.describe_table(TableName=name)["Table"]["TableStatus"] != "ACTIVE":
                pass
            client.update_time_to_live(
                TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"}
            )
            client.update_table(TableName=name, DeletionProtectionEnabled=True)
        except Exception as error:
            with lock:
                failures.append(f"{name}: {error!r}")

    with simulated.simulator("--speed", "10000") as world:
        client = clients.dynamodb(world, config=Config(max_pool_connections=20, retries={"total_max_attempts": 1}))
        with ThreadPoolExecutor(20) as pool:
            list(pool.map(host, range(60)))
        assert failures == []
        names = client.list_tables()["TableNames"]
        assert len(names) == 60
        assert client.describe_table(TableName="host-59")["Table"]["DeletionProtectionEnabled"]
