"""What pages say, held against the policy in force and against what the provider recommends."""

from tenantbook.compare.against import Against
from tenantbook.compare.departures import departures, joined, what_mends
from tenantbook.compare.expected import expected_pages
from tenantbook.compare.origins import origin_of, page_origin
from tenantbook.compare.page import check_page, unknown
from tenantbook.compare.place import Candidate, Place
from tenantbook.compare.published import check_published
from tenantbook.compare.severities import severity_of
from tenantbook.waivers import waiver_findings

__all__ = [
    "Against",
    "Candidate",
    "Place",
    "check_page",
    "check_published",
    "departures",
    "expected_pages",
    "joined",
    "origin_of",
    "page_origin",
    "severity_of",
    "unknown",
    "waiver_findings",
    "what_mends",
]
