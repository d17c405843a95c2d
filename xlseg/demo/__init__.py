"""The demo's data: real orders of a real shop, and an invented shop with all there is to know of its customers."""

from xlseg.demo import shop as shop
from xlseg.demo.cdnow import COLUMNS as COLUMNS
from xlseg.demo.cdnow import FILE as FILE
from xlseg.demo.cdnow import SHEET as SHEET
from xlseg.demo.cdnow import orders as orders
from xlseg.demo.cdnow import workbook as workbook
