# Copyright: (c) 2026, The stackkit.dynamodb authors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
from __future__ import annotations

from ..scenario import ARN, call, create, describe, index, index_update, with_index
from ..scenario import Scenario as S

DELETE = call("DeleteTable")
PROTECTED = create(DeletionProtectionEnabled=True)
LIST = ("TableNames", "LastEvaluatedTableName")
THREE = tuple(create(TableName=name) for name in ("table-b", "table-c", "table-a"))


def list_tables(**params):
    return call("ListTables", TableName=None, **params)


SCENARIOS = (
    S("describe: no such table", "R20", describe()),
    S("describe: an invalid name", "R59", call("DescribeTable", TableName="a?b")),
    S("describe: no name", "", call("DescribeTable", TableName=None)),
    S("describe by ARN", "", call("DescribeTable", TableName=ARN), setup=(create(),), show=("Table.TableName",)),
    S("describe: a new table", "R20", describe(), setup=(create(),), immediate=True, show=("Table.TableStatus",)),
    S("describe: a deleted table", "R56", describe(), setup=(create(), DELETE)),
    S("list: no tables", "", list_tables(), show=LIST),
    S("list: sorted", "", list_tables(), setup=THREE, show=LIST),
    S("list: a page", "", list_tables(Limit=2), setup=THREE, show=LIST),
    S("list: the last page", "", list_tables(ExclusiveStartTableName="table-b", Limit=2), setup=THREE, show=LIST),
    S("list: a page with all tables", "", list_tables(Limit=3), setup=THREE, show=LIST),
    S("list: a limit of zero", "", list_tables(Limit=0)),
    S("list: a limit of 101", "", list_tables(Limit=101)),
    S("delete", "R56", DELETE, setup=(create(),), show=("TableDescription.TableStatus",)),
    S("delete: no such table", "R56", DELETE),
    S("delete: a protected table", "R42", DELETE, setup=(PROTECTED,)),
    S("delete: twice", "R56", DELETE, setup=(create(), DELETE), immediate=True),
    S("delete: a table that is being created", "R56", DELETE, setup=(create(),), immediate=True),
    S(
        "delete: while an index is being created",
        "R11",
        DELETE,
        setup=(
            create(),
            index_update({"Create": index()}, define=("a",)),
        ),
        immediate=True,
    ),
    S("delete with an index", "R56", DELETE, setup=(with_index(),), then=list_tables(), show=LIST),
)
