# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The simulator as a server process: `python extensions/simulator`."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import botocore.session
import pytest
from ansible_collections.stackkit.dynamodb.extensions import simulator
from ansible_collections.stackkit.dynamodb.extensions.simulator import __main__ as main
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError

FOLDER = Path(simulator.__file__).parent
TABLE = {
    "TableName": "orders",
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "BillingMode": "PAY_PER_REQUEST",
}


class Server:
    def __init__(self, url):
        self.url = url
        self.session = botocore.session.Session()

    def client(self, service, account="123456789012", **config):
        return self.session.create_client(
            service,
            region_name="eu-west-1",
            endpoint_url=self.url,
            aws_access_key_id=account,
            aws_secret_access_key="nothing-but-the-simulator-takes-this-secret",
            config=Config(**config),
        )

    def control(self, method, what, body=None):
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(f"{self.url}/_simulator/{what}", method=method, data=data)
        with urllib.request.urlopen(request) as response:
            return json.load(response)


@pytest.fixture(name="running", scope="module")
def running_fixture(tmp_path_factory):
    """Start one server for the whole file. It prints a line when it listens."""
    ready = tmp_path_factory.mktemp("simulator") / "ready"
    command = [sys.executable, str(FOLDER), "--port", "0", "--ready-file", str(ready), "--account", "111122223333"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline()
        assert line.startswith("The simulator listens at http://127.0.0.1:")
        assert ready.read_text().strip() == line.split()[-1]
        yield Server(line.split()[-1])
    finally:
        process.terminate()
        assert process.wait(timeout=10) == 0


@pytest.fixture(name="server")
def server_fixture(running):
    running.control("POST", "reset")
    return running


def test_a_table_is_created_and_deleted_over_http(server):
    """The clock advances on request."""
    client = server.client("dynamodb")
    assert client.create_table(**TABLE)["TableDescription"]["TableStatus"] == "CREATING"
    server.control("POST", "clock", {"advance": 60})
    table = client.describe_table(TableName="orders")["Table"]
    assert (table["TableStatus"], table["CreationDateTime"].tzinfo is not None) == ("ACTIVE", True)
    client.delete_table(TableName="orders")
    server.control("POST", "clock", {"advance": 60})
    assert client.list_tables()["TableNames"] == []


def test_the_latency_can_be_changed(server):
    """A call with a latency of one hour times out; with no latency it is answered."""
    client = server.client("dynamodb", read_timeout=0.05, retries={"total_max_attempts": 1})
    server.control("POST", "latency", {"ms": 3_600_000})
    with pytest.raises(ReadTimeoutError):
        client.list_tables()
    server.control("POST", "latency", {"ms": 0})
    assert server.client("dynamodb").list_tables()["TableNames"] == []


def test_errors_have_the_format_of_aws(server):
    """The error has AWS's code, message, status and request ID."""
    client = server.client("dynamodb")
    client.create_table(**TABLE)
    with pytest.raises(client.exceptions.ResourceInUseException) as caught:
        client.create_table(**TABLE)
    assert caught.value.response["Error"]["Message"].endswith("Table is being created: orders")
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert caught.value.response["ResponseMetadata"]["RequestId"]


@pytest.mark.parametrize("key, account", [("210987654321", "210987654321"), ("no-number", "111122223333")])
def test_the_access_key_selects_the_account(server, key, account):
    """An access key that is not an account ID selects the default account."""
    arn = server.client("dynamodb", key).create_table(**TABLE)["TableDescription"]["TableArn"]
    assert arn == f"arn:aws:dynamodb:eu-west-1:{account}:table/orders"
    for service, call in (("sts", "get_caller_identity"), ("kms", "create_key"), ("iam", "create_role")):
        role = {"RoleName": f"role-{account}", "AssumeRolePolicyDocument": "{}"} if service == "iam" else {}
        assert account in json.dumps(getattr(server.client(service, key), call)(**role), default=str)


def test_a_port_in_use_is_reported_in_a_sentence(server):
    port = server.url.rpartition(":")[2]
    done = subprocess.run(
        [sys.executable, str(FOLDER), "--port", port], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode != 0 and "Traceback" not in done.stderr
    assert f"cannot listen on port {port}" in done.stderr and "--port" in done.stderr


@pytest.mark.parametrize("module", ["ministack", "botocore"])
def test_a_missing_module_is_reported_in_a_sentence(tmp_path, module):
    code = f"import sys; sys.modules[{module!r}] = None; sys.argv = ['simulator', '--port', '0']; import runpy; "
    code += f"runpy.run_path({str(FOLDER)!r}, run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0 and "Traceback" not in done.stderr, done.stderr
    assert f"The simulator needs {module}" in done.stderr


def test_without_modules_it_runs_in_the_virtual_environment(tmp_path):
    """The environment is one whose modules are installed, so the test needs no network."""
    wanted = [(FOLDER / name).read_text() for name in ("requirements.txt", "requirements-no-deps.txt")]
    (tmp_path / "simulator-requirements.txt").write_text("".join(wanted))
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python").symlink_to("/bin/echo")
    options = ["--port", "0", "--venv", str(tmp_path)]
    code = f"import sys; sys.modules['ministack'] = None; sys.argv = ['simulator', *{options!r}]; import runpy; "
    code += f"runpy.run_path({str(FOLDER)!r}, run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.split() == [str(FOLDER.resolve()), *options], done.stderr


def test_a_request_stops_the_server():
    process = subprocess.Popen([sys.executable, str(FOLDER), "--port", "0"], stdout=subprocess.PIPE, text=True)
    server = Server(process.stdout.readline().split()[-1])
    assert re.fullmatch(r"\d+\.\d+\.\d+", server.control("GET", "health")["version"])
    assert server.control("POST", "stop") == {}
    assert process.wait(timeout=10) == 0


def test_every_requirement_is_checked():
    """The modules of requirements.txt and ministack, and the version of botocore."""
    text = (FOLDER / "requirements.txt").read_text()
    named = re.findall(r"^([\w-]+)", text, re.MULTILINE)
    modules = {"graphql-core": "graphql", "jsonata-python": "jsonata", "pyyaml": "yaml"}
    assert sorted([*(modules.get(name, name) for name in named), "ministack"]) == sorted(main.MODULES)
    assert f"botocore>={main.BOTOCORE}" in text
    assert main.problem() is None


@pytest.mark.parametrize(
    "change, sentence",
    [
        ("botocore.__version__ = '1.38.23'", "needs botocore 1.44.5 or newer, and 1.38.23 is installed."),
        ("sys.version_info = (3, 9, 18)", "needs Python 3.11 or newer"),
    ],
)
def test_an_old_version_is_reported_in_a_sentence(change, sentence):
    code = f"import runpy, sys; sys.argv = ['simulator', '--port', '0']; import botocore; {change};"
    code += f"runpy.run_path({str(FOLDER)!r}, run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0 and "Traceback" not in done.stderr, done.stderr
    assert sentence in done.stderr


@pytest.mark.parametrize(
    "options, sentence",
    [
        (["--port", "65536"], "argument --port: '65536' is not a port from 0 to 65535"),
        (["--port", "http"], "argument --port: 'http' is not a port"),
        (["--speed", "0"], "argument --speed: '0' is not a number above 0"),
        (["--speed", "nan"], "argument --speed: 'nan' is not a number above 0"),
        (["--latency-ms", "-1"], "argument --latency-ms: '-1' is not a number of milliseconds, 0 or more"),
        (["--account", "prod"], "argument --account: 'prod' is not an account ID, which has 12 digits"),
        (["--ready-file", "/no/such/folder/ready"], "cannot write /no/such/folder/ready: No such file or directory."),
    ],
)
def test_an_invalid_option_is_reported_in_a_sentence(options, sentence):
    command = [sys.executable, str(FOLDER), "--port", "0", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0 and "Traceback" not in done.stderr, done.stderr
    assert sentence in done.stderr


def test_control_requests_read_the_log_and_inject_faults(server):
    """The log can be read and cleared, faults can be injected, and a lost answer breaks the connection."""
    client = server.client("dynamodb", retries={"total_max_attempts": 1})
    server.control("POST", "fail", {"operation": "CreateTable", "code": "AccessDeniedException", "message": "no"})
    with pytest.raises(ClientError, match="no"):
        client.create_table(**TABLE)
    server.control("POST", "fail", {"operation": "CreateTable", "lost": True})
    with pytest.raises(ConnectionClosedError):
        client.create_table(**TABLE)
    assert client.list_tables()["TableNames"] == ["orders"]
    log = server.control("GET", "log")["log"]
    assert [(c["operation"], c["error"]) for c in log] == [
        ("CreateTable", "AccessDeniedException"),
        ("CreateTable", None),
        ("ListTables", None),
    ]
    server.control("DELETE", "log")
    assert server.control("GET", "log")["log"] == []


def test_a_control_request_scales_capacity(server):
    """It changes capacity within the limits, or returns the reason why it cannot."""
    client, scaling = server.client("dynamodb"), server.client("application-autoscaling")
    units = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}
    client.create_table(**{**TABLE, "BillingMode": "PROVISIONED", "ProvisionedThroughput": units})
    server.control("POST", "clock", {"advance": 60})
    where = {
        "ServiceNamespace": "dynamodb",
        "ResourceId": "table/orders",
        "ScalableDimension": "dynamodb:table:ReadCapacityUnits",
    }
    scaling.register_scalable_target(**where, MinCapacity=5, MaxCapacity=50)
    with pytest.raises(urllib.error.HTTPError):
        server.control("POST", "autoscale", {"table": "orders", "read": 40})
    scaling.put_scaling_policy(
        **where,
        PolicyName="reads",
        PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration={
            "TargetValue": 70.0,
            "PredefinedMetricSpecification": {"PredefinedMetricType": "DynamoDBReadCapacityUtilization"},
        },
    )
    assert scaling.describe_scalable_targets(ServiceNamespace="dynamodb")["ScalableTargets"][0]["MaxCapacity"] == 50
    server.control("POST", "autoscale", {"table": "orders", "read": 40})
    server.control("POST", "clock", {"advance": 60})
    assert client.describe_table(TableName="orders")["Table"]["ProvisionedThroughput"]["ReadCapacityUnits"] == 40


def test_invalid_control_requests_return_an_error(server):
    assert server.control("GET", "health")["status"] == "ok"
    for method, what, body, status in (("GET", "nothing", None, 404), ("POST", "fail", {"x": 1}, 400)):
        with pytest.raises(urllib.error.HTTPError) as caught:
            server.control(method, what, body)
        assert caught.value.code == status


def test_other_services_are_mounted(server):
    """KMS is an emulator in the same process; the simulator itself answers for the key of DynamoDB."""
    pytest.importorskip("ministack")
    kms, dynamodb = server.client("kms"), server.client("dynamodb")
    key = kms.create_key()["KeyMetadata"]
    dynamodb.create_table(**TABLE, SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key["KeyId"]})
    table = dynamodb.describe_table(TableName="orders")["Table"]
    assert table["SSEDescription"]["KMSMasterKeyArn"] == key["Arn"]
    assert kms.describe_key(KeyId="alias/aws/dynamodb")["KeyMetadata"]["KeyManager"] == "AWS"
    operations = [(c["service"], c["operation"]) for c in server.control("GET", "log")["log"]]
    assert operations[0] == ("kms", "CreateKey")


def test_a_policy_restricts_an_access_key(server):
    """The key selects the user; its account is that of --account."""
    statement = {"Effect": "Allow", "Action": "dynamodb:CreateTable", "Resource": "*"}
    server.control("POST", "policy", {"access_key": "AKIAORDERS", "policy": {"Statement": [statement]}, "user": "x"})
    client = server.client("dynamodb", "AKIAORDERS")
    client.create_table(**TABLE)
    with pytest.raises(ClientError, match="arn:aws:iam::111122223333:user/x .*iam:ListRoles because no identity-based"):
        server.client("iam", "AKIAORDERS").list_roles()
    with pytest.raises(
        ClientError, match="dynamodb:DescribeTable on resource: arn:aws:dynamodb:eu-west-1:111122223333"
    ):
        client.describe_table(TableName="orders")
    assert server.client("dynamodb", "111122223333").list_tables()["TableNames"] == ["orders"]


def test_a_policy_with_conditions_is_rejected(server):
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {}}
    with pytest.raises(urllib.error.HTTPError) as caught:
        server.control("POST", "policy", {"access_key": "AKIAORDERS", "policy": {"Statement": [statement]}})
    assert "does not evaluate Condition" in json.load(caught.value)["error"]


def test_rates_are_limited_over_http(server):
    """R132: each connection has its own rate of DescribeTimeToLive. The log names the throttled calls."""
    server.client("dynamodb").create_table(**TABLE)
    server.control("POST", "clock", {"advance": 60})
    server.control("POST", "rates", {"rates": "aws"})
    try:
        accepted = [
            throttled_after(server.client("dynamodb", max_pool_connections=1, retries={"total_max_attempts": 1}))
            for _client in range(2)
        ]
        log = server.control("GET", "log")["log"]
    finally:
        server.control("POST", "rates", {"rates": "none"})
    assert all(4 <= number < 100 for number in accepted)
    assert [call["operation"] for call in log if call["throttled"]] == ["DescribeTimeToLive"] * 2


def throttled_after(client):
    """Return the number of calls that were accepted before the first one that was not."""
    for number in range(100):
        try:
            client.describe_time_to_live(TableName="orders")
        except ClientError as error:
            assert error.response["Error"] == {"Code": "ThrottlingException", "Message": "Rate exceeded"}
            return number
    return 100
