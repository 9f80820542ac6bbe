# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The fixed texts of docs/performance.md."""

from __future__ import annotations

from ..simulator.core.durations import Durations

PARTS = {
    "Python starts": "the interpreter, up to the first line of the program",
    "botocore and boto3": "importing them",
    "Ansible, amazon.aws, ours": "unpacking the program, importing, and validating the options",
    "session and clients": "one botocore session, one client per service and Region",
    "calls": "from the first call to the last answer, without creating clients in between",
    "the rest": "comparing, reporting, ending the process",
}

HEAD = """\
# Performance of runs without changes

Written by `make bench`; do not edit. Most runs of a playbook change nothing, so the benchmark measures such runs on
the simulator in `extensions/simulator/`, over HTTP on the same machine. Times are in seconds, **minimum / median /
maximum** of several runs taken in turns. They include the effect of other programs on the machine, so the load is
given. Targets are compared with the median. [performance-fleet.md](performance-fleet.md) measures fleets at the rates
at which AWS accepts calls.

The table is provisioned, with two global secondary indexes, auto scaling of all six dimensions, TTL, stream,
Contributor Insights, point-in-time recovery, deletion protection and tags.
"""

SIDES = """\
(a) is the process that a task of our module starts, without Ansible. (b) is the same for a module that only creates an
`AnsibleAWSModule`. (c) is a Python script that makes the calls of (a) one after another with boto3. (d) is eight tasks
of community.aws, which manage the table, its indexes and tags, TTL, and six scaling policies; they do not support the
other settings. Targets: (a) ≤ (b) + (c), and (a) < (d).

A task takes longer than its module's process because of Ansible's own work before and after. The time of a task is
the time of a play with the task, minus the median time of plays without tasks.
"""

FOUR = """\
The same table with replicas in three Regions, whose read capacity is scaled. Targets: at most three round trips, and
at most 0.9 s for the whole task without latency, or an explanation of the time. (b) is the cost of every module of
amazon.aws, and the time of the task beyond (a) is Ansible's own work; the next section splits (a).
"""

TRIPS = """\
With latency, the time depends on how often one call waits for another. Target: two round trips in one Region, the
description of the table and then all other calls in parallel. The number is the length of the longest chain of calls
that start after the previous one has ended, with a latency of one second per call, which is longer than any delay by a
busy processor.
"""

ROLE = """\
The role `stackkit.dynamodb.stack` in prod, in one Region. Each table has an index, TTL and a stream, and they share a
KMS key. The time of a task is from its start to the start of the next one. The number of modules that it starts is in
parentheses.

"Without backups and alarms" uses the tags `stackkit_key` and `stackkit_table`. If variables disable backups and alarms
instead, each starts one module, which removes existing resources.
"""

MANY = """\
Each of these tables declares TTL and tags, which takes three read calls. Targets on two cores: 60 tables in at most
1.5 s, 1,000 in at most 15 s, with less than 400 MB.
"""

FLEET = """\
# Performance of fleets, at the request rates of AWS

Written by `make bench ONLY=fleet`; do not edit. AWS limits the calls per second of each operation in an account and
Region ([R131](rules.md)). This page says how long runs take on the simulator with these rates (`--rates aws`), with 30
ms per call. [scaling.md](scaling.md) says what that means for a fleet.

Each table is provisioned, with one global secondary index whose capacity is scaled, TTL, point-in-time recovery,
deletion protection and tags. It has six alarms with tags and a backup plan with tags, as the role has in prod.
"""

LIMITS = """\
Three tasks manage each fleet: the tables, their alarms, and their backup plans. Times are those of the processes that
the tasks start, without Ansible's own work, each measured once and in an account without other calls. They include the
work of the process, which a busy machine prolongs; the load is given above.

The **floor** is the time for which AWS's rates make any client wait that makes the same calls at the same share of the
rates, 80 %: for each operation the calls beyond its burst, divided by its rate. The largest one counts. Targets: a time
of the tables of at most 1.1 × the floor, for 60 tables plus 1 s for the process; no throttled call; less than 150 MB.
"""

AT_ONCE = """\
The task of the tables of the largest fleet, started twice at the same time in the same account. Each uses 80 % of the
rates, together more than AWS accepts. Target: both succeed, and less than 1 % of the calls are throttled.
"""

TERRAFORM = """\
A Python script reads the same fleet as Terraform refreshes it: each resource (a table, a scalable target, a scaling
policy, an alarm, a plan, a selection) by calls of its own, ten resources at a time, with botocore's default retries, at
the full rates. It is not Terraform: it makes the calls that its AWS provider makes. Larger fleets are not measured: at
nine DescribeAlarms calls per second, the 1,800 alarms of 300 tables take 3 minutes, and the 6,000 of 1,000 tables 11.
"""

THEIR_FLEET = """\
Three tables by modules of community.aws and amazon.aws, one play with a loop for each kind of resource. Their modules
have no options for point-in-time recovery, deletion protection, and tags of alarms. The time includes Ansible's own
work for 36 module starts, which depends on the load of the machine. Sixty tables would take twenty times as long.
"""

_CREATE, _RECOVERY = Durations.table_create_with_indexes, Durations.backups_unavailable
NEW = f"""\
The same three tasks create sixty tables. The time includes the time that AWS takes, which is not part of the floor:
{_CREATE:g} s to create a table, and {_RECOVERY:g} s more until point-in-time recovery can be enabled ([R41](rules.md)).
Target: no throttled call.
"""
