# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""AWS as the collection sees it: one session, a client per service and region, reading, and waiting."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from .errors import AwsError, StackkitError, TimedOut

try:
    import botocore.exceptions
    import botocore.session
    import botocore.validate
    from botocore.config import Config
except ImportError:
    pass  # AnsibleAWSModule says so

# Tables whose status does not pass by itself, whatever one waits (R34).
STUCK = ("INACCESSIBLE_ENCRYPTION_CREDENTIALS", "ARCHIVING", "ARCHIVED", "REPLICATION_NOT_AUTHORIZED")
READERS = 16  # threads, and connections of a client
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 10.0  # seconds between two looks at a table that is not ready


class Aws:
    """Every call of a run goes through here.

    make_client(service, region) gives a botocore client; clock has time() in seconds and sleep(seconds).
    """

    def __init__(self, make_client, clock=time):
        self._make_client = make_client
        self._clients = {}
        self._answers = {}
        self._lock = threading.Lock()
        self.clock = clock
        self.pool = ThreadPoolExecutor(READERS)  # for Region.side_by_side; nothing in it waits for it

    def client(self, service, region):
        made = self._clients.get((service, region))
        if made:  # nobody's call waits while another's client is made
            return made
        with self._lock:  # a session is not safe to share among threads, its clients are
            if (service, region) not in self._clients:
                self._clients[service, region] = self._make_client(service, region)
            return self._clients[service, region]

    def call(self, service, region, method, *, action, **params):
        """One AWS call -> its answer. Raises AwsError; action completes "Failed to ..."."""
        try:
            answer = getattr(self.client(service, region), method)(**params)
        except (botocore.exceptions.ClientError, botocore.exceptions.BotoCoreError) as exception:
            raise AwsError.of(exception, action, region) from exception
        answer.pop("ResponseMetadata", None)
        return answer

    def send(self, change):
        """Carry out one Change."""
        return self.call(change.service, change.region, change.method, action=change.action, **change.params)

    def in_region(self, region):
        return Region(self, region)

    def once(self, service, region, method, *, action, **params):
        """Like call, but asked only once a run: many tables may share one key. An AwsError is an answer too."""
        question = (service, region, method, tuple(sorted(params.items())))
        with self._lock:
            answer = self._answers.setdefault(question, _Once())
        with answer.lock:
            if answer.value is None:
                try:
                    answer.value = self.call(service, region, method, action=action, **params)
                except AwsError as error:
                    answer.value = error
        if isinstance(answer.value, AwsError):
            raise answer.value
        return answer.value

    def unknown_to_sdk(self, change):
        """What the installed botocore finds wrong with a Change before it is sent; "" when nothing is."""
        client = self.client(change.service, change.region)
        operation = client.meta.method_to_api_mapping.get(change.method)
        if operation is None:
            return f"botocore {botocore.__version__} has no {change.service} operation {change.method}"
        shape = client.meta.service_model.operation_model(operation).input_shape
        report = botocore.validate.ParamValidator().validate(change.params, shape)
        return f"botocore {botocore.__version__} refuses it: {report.generate_report()}" if report.has_errors() else ""


class Region:
    """What an aspect's `read` gets: reading calls of one region."""

    def __init__(self, aws, name):
        self._aws, self.name = aws, name

    def elsewhere(self, region):
        """The same in another region."""
        return Region(self._aws, region)

    def call(self, method, *, action, service="dynamodb", **params):
        return self._aws.call(service, self.name, method, action=action, **params)

    def once(self, method, *, action, service="dynamodb", **params):
        return self._aws.once(service, self.name, method, action=action, **params)

    def pages(self, method, key, *, action, service="dynamodb", **params):
        """The joined list under `key` of all pages, by botocore's paginator."""
        return self.all_pages(method, action=action, service=service, **params)[key]

    def all_pages(self, method, *, action, service="dynamodb", **params):
        """All pages as one answer, where there is more than one list in it."""
        client = self._aws.client(service, self.name)
        try:
            return client.get_paginator(method).paginate(**params).build_full_result()
        except (botocore.exceptions.ClientError, botocore.exceptions.BotoCoreError) as exception:
            raise AwsError.of(exception, action, self.name) from exception

    def side_by_side(self, calls):
        """The answers of several functions that each make a call, in one round trip."""
        if len(calls) == 1:
            return [calls[0]()]
        return [done.result() for done in [self._aws.pool.submit(call) for call in calls]]

    def describe_table(self, name):
        """DescribeTable's description, or None where there is no such table."""
        try:
            return self.call("describe_table", action=f"read table {name}", TableName=name)["Table"]
        except AwsError as error:
            if error.code == "ResourceNotFoundException":
                return None
            raise


class _Once:
    def __init__(self):
        self.lock, self.value = threading.Lock(), None


class Deadline:
    """The end of a run. Every wait of the run draws on the same seconds."""

    def __init__(self, seconds, clock):
        self.seconds, self._clock = seconds, clock
        self._end = clock.time() + seconds

    def sleep(self, seconds, waiting_for):
        left = self._end - self._clock.time()
        if left <= 0:
            raise TimedOut(waiting_for, self.seconds)
        self._clock.sleep(min(seconds, left))


def unsettled(description):
    """What about a table is still under way, in words; None when nothing is. ACTIVE alone says little (R58).

    Takes DescribeTable's description.
    """
    if description["TableStatus"] != "ACTIVE":
        return f"table {description['TableName']} is {description['TableStatus']}"
    for index in description.get("GlobalSecondaryIndexes", []) + description.get("VectorIndexes", []):
        if index.get("IndexStatus", "ACTIVE") != "ACTIVE":
            return f"index {index['IndexName']} of table {description['TableName']} is {index['IndexStatus']}"
    for member in description.get("Replicas", []) + description.get("GlobalTableWitnesses", []):
        words = _member_unsettled(description["TableName"], member)
        if words:
            return words
    for what, described in _warmed(description):
        if described.get("WarmThroughput", {}).get("Status", "ACTIVE") != "ACTIVE":
            return f"the warm throughput of {what} is {described['WarmThroughput']['Status']}"
    if description.get("SSEDescription", {}).get("Status") in ("ENABLING", "UPDATING", "DISABLING"):
        return f"the encryption of table {description['TableName']} is {description['SSEDescription']['Status']}"
    return None


def _member_unsettled(name, member):
    """A member that is out of use for another reason than this run is not waited for."""
    status = member.get("ReplicaStatus") or member.get("WitnessStatus")
    if status in ("CREATING", "UPDATING", "DELETING"):
        return f"the replica of table {name} in {member['RegionName']} is {status}"
    return None


def _warmed(description):
    yield f"table {description['TableName']}", description
    for index in description.get("GlobalSecondaryIndexes", []):
        yield f"index {index['IndexName']} of table {description['TableName']}", index


def is_gone(description):
    """Whether a description is that of a table that is no more, or is going."""
    return description is None or description["TableStatus"] == "DELETING"


def wait_until_settled(read, deadline, name, *, born=False, stuck_is_fine=False):
    """Read until nothing about the table is under way -> the last description.

    born: the table was created just now, so AWS may not show it everywhere yet (R20).
    stuck_is_fine: a table that AWS has put out of use can be deleted all the same.
    """

    def state(description):
        if description is None:
            if born:
                return f"table {name} is not shown by AWS"
            raise StackkitError(f"Table {name} was deleted by somebody else during this run. Run the task again.")
        if description["TableStatus"] not in STUCK:
            return unsettled(description)
        if stuck_is_fine:
            return None
        raise StackkitError(
            f"Table {name} is {description['TableStatus']} and does not leave that state by itself: "
            "check its KMS key and that key's policy."
        )

    return wait_until(read, state, deadline)


def wait_until_gone(read, deadline):
    """Read until the table is no more."""
    wait_until(read, lambda description: description and f"table {description['TableName']} is DELETING", deadline)


def wait_until(read, state, deadline):
    """Read until state(answer) has no words for what is still under way -> the last answer. Raises TimedOut."""
    pause = FIRST_PAUSE
    while True:
        answer = read()
        waiting_for = state(answer)
        if not waiting_for:
            return answer
        deadline.sleep(pause, waiting_for)
        pause = min(pause * 2, LONGEST_PAUSE)


def client_config():
    """How our clients retry: botocore's legacy mode, whatever the environment says.

    It repeats throttling, server errors and lost connections. The standard mode would repeat LimitExceededException
    too, which from DynamoDB mostly means a window or a quota: a Change would be sent eight times, and for minutes.
    """
    return Config(retries={"mode": "legacy", "total_max_attempts": 10}, max_pool_connections=READERS)


def client_maker(region, endpoint_url, connection):
    """make_client for Aws out of what amazon.aws's get_aws_connection_info gives.

    One botocore session for all clients: AnsibleAWSModule.client() makes a session for each, which for 24 clients
    costs two seconds instead of a tenth.
    """
    connection = dict(connection)
    session = botocore.session.Session(profile=connection.pop("profile_name", None))
    extra = connection.pop("aws_config", None)
    config = client_config().merge(extra) if extra else client_config()

    def make_client(service, in_region):
        return session.create_client(
            service, region_name=in_region or region, endpoint_url=endpoint_url, config=config, **connection
        )

    return make_client
