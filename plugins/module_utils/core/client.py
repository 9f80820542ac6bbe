# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Calls to AWS: one session, one client for each service and Region, reading, and sending Changes."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from .errors import AwsError
from .interruption import Interruption

try:
    import botocore.exceptions
    import botocore.session
    import botocore.validate
    from botocore.config import Config
except ImportError:
    pass  # AnsibleAWSModule says so

READERS = 16  # threads, and connections of each client


class Aws:
    """All AWS calls of one run.

    make_client(service, region) returns a botocore client. clock has time(), in seconds, and sleep(seconds).
    """

    def __init__(self, make_client, clock=time, interruption=None):
        self._make_client = make_client
        self._clients = {}
        self._answers = {}
        self._lock = threading.Lock()
        self.clock = clock
        self.interruption = interruption or Interruption()
        self.pool = ThreadPoolExecutor(READERS)  # for Region.side_by_side; no call in it submits to the pool

    def client(self, service, region):
        client = self._clients.get((service, region))
        if client:  # no call waits for the lock while another client is created
            return client
        with self._lock:  # threads may share a client, but not the session
            if (service, region) not in self._clients:
                self._clients[service, region] = self._created(service, region)
            return self._clients[service, region]

    def _created(self, service, region):
        """botocore checks the connection options when it creates a client; for an endpoint it raises ValueError."""
        try:
            return self._make_client(service, region)
        except (botocore.exceptions.BotoCoreError, ValueError) as exception:
            raise AwsError.of(exception, f"connect to {service}", region) from exception

    def call(self, service, region, method, *, action, option=None, **params):
        """Make one AWS call -> its answer. Raises AwsError. action completes "Failed to ..."; option requires it."""
        self.interruption.check()
        try:
            answer = getattr(self.client(service, region), method)(**params)
        except (botocore.exceptions.ClientError, botocore.exceptions.BotoCoreError) as exception:
            raise AwsError.of(exception, action, region, service, option) from exception
        answer.pop("ResponseMetadata", None)
        return answer

    def send(self, change):
        """Send one Change -> AWS's answer. Raises AwsError."""
        words = {"action": change.summary, "option": change.path}
        return self.call(change.service, change.region, change.method, **words, **change.params)

    def in_region(self, region, option=None):
        """The reading calls that an option requires in a Region."""
        return Region(self, region, option)

    def once(self, read, *request):
        """Call read() once per run for equal requests, such as those of many tables for one key -> its answer.

        An AwsError is cached as well.
        """
        with self._lock:
            answer = self._answers.setdefault(request, _Once())
        with answer.lock:
            if answer.value is None:
                try:
                    answer.value = read()
                except AwsError as error:
                    answer.value = error
        if isinstance(answer.value, AwsError):
            raise answer.value
        return answer.value

    def is_first(self, *request):
        """Whether this is the first call with this key in the run."""
        with self._lock:
            known = self._answers.setdefault("asked", set())
            first = request not in known
            known.add(request)
            return first

    def unknown_to_sdk(self, change):
        """Why the installed botocore cannot send a Change, in words; "" if it can."""
        client = self.client(change.service, change.region)
        operation = client.meta.method_to_api_mapping.get(change.method)
        if operation is None:
            words = f"does not know the {change.service} operation {change.method}; install a newer version"
            return f"botocore {botocore.__version__} {words}"
        shape = client.meta.service_model.operation_model(operation).input_shape
        report = botocore.validate.ParamValidator().validate(change.params, shape)
        if not report.has_errors():
            return ""
        return f"botocore {botocore.__version__} does not support it; a newer version may: {report.generate_report()}"


class Region:
    """The reading calls of one Region, as an aspect's `read` gets them. option: the one that requires them."""

    def __init__(self, aws, name, option=None):
        self._aws, self.name, self._option = aws, name, option

    def elsewhere(self, region):
        """The reading calls of another Region."""
        return Region(self._aws, region, self._option)

    def call(self, method, *, action, service="dynamodb", **params):
        return self._aws.call(service, self.name, method, action=action, option=self._option, **params)

    def once(self, method, *, action, service="dynamodb", **params):
        """Like call, but made once per run."""
        return self._aws.once(
            lambda: self.call(method, action=action, service=service, **params),
            *(service, self.name, method, *sorted(params.items())),
        )

    def pages_once(self, method, key, *, action, service="dynamodb", **params):
        """Like pages, but read once per run."""
        return self._aws.once(
            lambda: self.pages(method, key, action=action, service=service, **params),
            *(service, self.name, method, *sorted(params.items())),
        )

    def is_first(self, *request):
        return self._aws.is_first(self.name, *request)

    def pages(self, method, key, *, action, service="dynamodb", **params):
        """Read all pages -> the joined list under `key`. Raises AwsError."""
        return self.all_pages(method, action=action, service=service, **params)[key]

    def all_pages(self, method, *, action, service="dynamodb", **params):
        """Read all pages with botocore's paginator -> one answer. Raises AwsError."""
        self._aws.interruption.check()
        client = self._aws.client(service, self.name)
        try:
            return client.get_paginator(method).paginate(**params).build_full_result()
        except (botocore.exceptions.ClientError, botocore.exceptions.BotoCoreError) as exception:
            raise AwsError.of(exception, action, self.name, service, self._option) from exception

    def side_by_side(self, calls):
        """Call several functions in parallel -> their answers. Each makes one AWS call."""
        others = [self._aws.pool.submit(call) for call in calls[1:]]
        return [*(call() for call in calls[:1]), *(done.result() for done in others)]


class _Once:
    def __init__(self):
        self.lock, self.value = threading.Lock(), None


def _reject_page(operation_model, response_dict, **_more):
    """Fail if a web server has answered with a page. botocore retries server errors, and ignores other pages."""
    is_page = response_dict["headers"].get("content-type", "").startswith("text/html")
    if is_page and response_dict["status_code"] < 500:
        metadata = {"HTTPStatusCode": response_dict["status_code"]}
        raise botocore.exceptions.ClientError({"ResponseMetadata": metadata}, operation_model.name)


def client_config():
    """The retry settings of all clients: botocore's legacy mode, which the environment does not override.

    It retries throttling, server errors and lost connections. The standard mode would also retry
    LimitExceededException, which DynamoDB mostly returns for a rate limit or a quota: it would send a Change eight
    times, for minutes.
    """
    return Config(retries={"mode": "legacy", "total_max_attempts": 10}, max_pool_connections=READERS)


def client_maker(region, endpoint_url, connection, interruption, pace):
    """Return make_client for Aws. The first three arguments are what amazon.aws's get_aws_connection_info returns.

    All clients share one botocore session. AnsibleAWSModule.client() creates a session for each client, which takes 2 s
    instead of 0.1 s for 24 clients.
    """
    connection = dict(connection)
    session = botocore.session.Session(profile=connection.pop("profile_name", None))
    # botocore would look through the folders of all services again for each kind of file, such as paginators.
    loader = session.get_component("data_loader")
    services = loader.list_available_services
    loader.list_available_services = lambda _kind: services("service-2")
    # botocore would retry a call even after an interruption.
    session.register("before-send", lambda **_request: interruption.check())
    session.register("before-parse", _reject_page)
    extra = connection.pop("aws_config", None)
    config = client_config().merge(extra) if extra else client_config()

    def make_client(service, in_region):
        client = session.create_client(
            service, region_name=in_region or region, endpoint_url=endpoint_url, config=config, **connection
        )
        pace.follow(client, service, in_region or region)
        return client

    return make_client
