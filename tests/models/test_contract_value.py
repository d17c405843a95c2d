"""Contract customers: renewals, the chance of the next, and what is still to come."""

import numpy as np
import pandas as pd
import pytest

from xlseg.errors import XlsegError
from xlseg.models.clv import sbg
from xlseg.models.contract import Contract

HIGH_END = (1000, 869, 743, 653, 593, 551, 517, 491)  # Fader, Hardie 2007, table 1: years 0 to 7
DAY_0 = pd.Timestamp(2000, 1, 1)


def cohort(there=HIGH_END) -> pd.DataFrame:
    """One row a customer of a cohort that began together; the table counts to the end of the last year."""
    years = len(there) - 1
    gone = np.repeat(np.arange(1, years + 1), -np.diff(there))
    rows = there[0]
    ended = DAY_0 + pd.to_timedelta(np.ceil((gone - 0.5) * 365.25), unit="D")
    end = pd.Timestamp(DAY_0 + pd.Timedelta(days=int(np.ceil(years * 365.25))))
    return pd.DataFrame(
        {
            "customer_id": [f"C{n:04}" for n in range(rows)],
            "registered": DAY_0,
            "registered_days": float((end - DAY_0).days),
            "revenue": 100.0,
            "终止日期": [*ended, *[pd.NaT] * (rows - len(gone))],
        }
    )


def test_the_published_cohort_gives_the_published_parameters():
    found = Contract(period="year").segment(cohort())
    assert "alpha = 0.668，beta = 3.806" in found.evidence[1].text.zh
    assert "时间单位：年；509 位已终止，491 位仍在" in found.evidence[1].text.zh


def test_the_survival_curve_is_the_published_projection():
    table = Contract(period="year").segment(cohort()).evidence[2].rows.set_index("t")
    assert table["survival"].round(3)[[8, 9, 10, 11, 12]].tolist() == [0.460, 0.436, 0.414, 0.395, 0.378]


def test_a_customer_still_there_has_a_chance_to_renew_and_a_value_by_hand():
    found = Contract(period="year", margin=0.5, fee="fee").segment(cohort().assign(fee=10.0))
    last = found.labels.iloc[-1]
    given = sbg.Sbg(0.668, 3.806)
    assert last["renewals"] == 7
    assert last["retention"] == pytest.approx((3.806 + 7) / (0.668 + 3.806 + 7), abs=1e-3)
    ahead = float(sbg.residual_lifetime(given, np.array([7.0]), 1.01**12 - 1)[0])
    assert last["residual"] == pytest.approx(ahead, rel=2e-3)
    assert last["value"] == pytest.approx(ahead * 10 * 0.5, rel=2e-3)
    assert last["reason"].zh == "已满 7 个周期（年），仍在"


def test_who_left_is_told_apart_and_has_no_value():
    found = Contract(period="year").segment(cohort())
    first = found.labels.iloc[0]
    assert (first["segment"], first["reason"].zh) == ("left", "第 1 个周期（年）终止")
    assert pd.isna(first["value"])


@pytest.mark.parametrize(
    ("model", "table", "said"),
    [
        (Contract(), cohort().drop(columns="终止日期"), "要有日期列「合同终止日期、终止日期、退订日期」"),
        (Contract(ended="甲"), cohort(), "要有日期列「甲」"),
        (Contract(), cohort().drop(columns="registered"), "要有日期列「注册时间」"),
        (Contract(ended="revenue"), cohort(), "「累计金额」不是日期列"),
        (Contract(fee="甲"), cohort(), "每期费用「甲」不是"),
        (Contract(period="year"), cohort().tail(495), "现在是 4 位和 491 位"),
    ],
)
def test_what_cannot_be_a_contract_is_refused(model, table, said):
    with pytest.raises(XlsegError) as caught:
        model.segment(table.reset_index(drop=True))
    assert said in caught.value.say("zh")
