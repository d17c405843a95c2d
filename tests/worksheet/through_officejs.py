"""Calls our functions as xlwings Lite and Server do, in a process of its own: JSON calls in, JSON answers out."""

import asyncio
import json
import os
import sys

os.environ |= {"XLWINGS_LICENSE_KEY": "noncommercial", "XLWINGS_ON_SERVER": "true"}

import xlwings as xw
from xlwings.server import custom_functions_call, custom_functions_meta

import xlseg.functions


def answer(call: dict) -> object:
    told = {"version": xw.__version__, "client": "Office.js", "runtime": "1.4", "date_format": "yyyy/m/d"}
    return asyncio.run(custom_functions_call({**told, **call}, xlseg.functions))


calls = json.load(sys.stdin)
answers = [answer(call) for call in calls]
print(json.dumps({"answers": answers, "meta": custom_functions_meta(xlseg.functions)}))
