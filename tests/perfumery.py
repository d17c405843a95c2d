"""Orders of a small shop with everything sales insight looks at, for its tests and golden pages."""

import numpy as np
import pandas as pd


def shop(rows=900, people=80):
    """Two years and some days of a shop whose best customers like perfume and whose Novembers are strong."""
    random = np.random.default_rng(3)
    who = random.integers(0, people, rows) * random.integers(0, 2, rows)
    day = pd.Timestamp("2024-01-10") + pd.to_timedelta(np.sort(random.integers(0, 780, rows)), unit="D")
    day = day.where((day.month != 2) | (random.random(rows) < 0.5), day + pd.Timedelta(days=30))
    kind = np.where(random.random(rows) < np.where(who == 0, 0.7, 0.2), 0, random.integers(1, 4, rows))
    return pd.DataFrame(
        {
            "订单号": [f"D{n:04}" for n in range(rows)],
            "客户ID": [f"U{n:02}" for n in who],
            "下单日期": day,
            "实付金额": np.round(random.lognormal(4, 0.5, rows) * np.where(day.month == 11, 2, 1), 2),
            "数量": random.integers(1, 4, rows),
            "商品名称": [f"{'香护彩 '[k]}{n:02}" for k, n in zip(kind, random.integers(0, 9, rows), strict=True)],
            "品类": np.array(["香水", "护肤", "彩妆", None], dtype=object)[kind],
            "渠道": random.choice(["线上", "门店"], rows),
            "支付方式": random.choice(["支付宝", "微信"], rows),
            "订单状态": np.where(random.random(rows) < 0.06, "退款成功", "交易成功"),
        }
    )
