"""The record that a published page carries: written, sealed, and read back from HTML."""

from tenantbook.record.beside import Beside, beside
from tenantbook.record.comment import record_comment, seal_text, text_digest
from tenantbook.record.element import BEGIN, RECORD_CLOSING, RECORD_ELEMENT, RECORD_OPENING, seal
from tenantbook.record.printed import Printed, printed_values, scan_values
from tenantbook.record.read import digest_of, read_record, record_line
from tenantbook.record.written import VERSION, EditedRecordError, UnreadableRecordError, write_record

__all__ = [
    "BEGIN",
    "RECORD_CLOSING",
    "RECORD_ELEMENT",
    "RECORD_OPENING",
    "VERSION",
    "Beside",
    "EditedRecordError",
    "Printed",
    "UnreadableRecordError",
    "beside",
    "digest_of",
    "printed_values",
    "read_record",
    "record_comment",
    "record_line",
    "scan_values",
    "seal",
    "seal_text",
    "text_digest",
    "write_record",
]
