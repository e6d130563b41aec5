"""The lists of the meetings: columns, orders, filters, and the actions that write single cells."""

from meetings.lists.bodies import BODIES, SEATS
from meetings.lists.decisions import COMMITMENTS, DECISIONS
from meetings.lists.sittings import ATTENDANCES, HANDOUTS, ITEMS, MEETINGS
from meetings.lists.withheld import WITHHOLDINGS

LISTS = (MEETINGS, ITEMS, BODIES, SEATS, ATTENDANCES, HANDOUTS, DECISIONS, COMMITMENTS, WITHHOLDINGS)
