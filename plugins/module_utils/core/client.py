# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""AWS as the collection sees it: one session, a client for each service and Region, reading, and sending Changes."""

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

READERS = 16  # threads, and connections of a client


class Aws:
    """Every call of a run goes through here.

    make_client(service, region) gives a botocore client; clock has time() in seconds and sleep(seconds).
    """

    def __init__(self, make_client, clock=time, interruption=None):
        self._make_client = make_client
        self._clients = {}
        self._answers = {}
        self._lock = threading.Lock()
        self.clock = clock
        self.interruption = interruption or Interruption()
        self.pool = ThreadPoolExecutor(READERS)  # for Region.side_by_side; no call in it waits for the pool

    def client(self, service, region):
        made = self._clients.get((service, region))
        if made:  # no call waits for the lock while another client is made
            return made
        with self._lock:  # a session must not be shared among threads; its clients may be
            if (service, region) not in self._clients:
                self._clients[service, region] = self._make_client(service, region)
            return self._clients[service, region]

    def call(self, service, region, method, *, action, **params):
        """One AWS call -> its answer. Raises AwsError; action completes "Failed to ..."."""
        self.interruption.check()
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
        """Like call, but made only once a run: many tables may share one key. An AwsError is remembered as well."""
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
    """The reading calls of one Region. It is what an aspect's `read` is given."""

    def __init__(self, aws, name):
        self._aws, self.name = aws, name

    def elsewhere(self, region):
        """The same for another Region."""
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
        self._aws.interruption.check()
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


class _Once:
    def __init__(self):
        self.lock, self.value = threading.Lock(), None


def client_config():
    """How our clients retry: in botocore's legacy mode, whatever the environment says.

    It retries throttling, server errors and lost connections. The standard mode would also retry
    LimitExceededException, which from DynamoDB mostly means a rate limit or a quota: a Change would be sent eight
    times, for minutes.
    """
    return Config(retries={"mode": "legacy", "total_max_attempts": 10}, max_pool_connections=READERS)


def client_maker(region, endpoint_url, connection, interruption):
    """make_client for Aws, from what amazon.aws's get_aws_connection_info returns.

    All clients share one botocore session: AnsibleAWSModule.client() makes a session for each, which costs two seconds
    for 24 clients instead of a tenth.
    """
    connection = dict(connection)
    session = botocore.session.Session(profile=connection.pop("profile_name", None))
    # botocore sends a call again by itself, also after an interruption.
    session.register("before-send", lambda **_request: interruption.check())
    extra = connection.pop("aws_config", None)
    config = client_config().merge(extra) if extra else client_config()

    def make_client(service, in_region):
        return session.create_client(
            service, region_name=in_region or region, endpoint_url=endpoint_url, config=config, **connection
        )

    return make_client
