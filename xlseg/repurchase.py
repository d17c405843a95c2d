"""复购率, the repurchase rate: of the customers who bought, how many have two orders or more. Its only rule."""

import numpy as np

from xlseg.scoring import Floats

AGAIN = 2  # orders from which on a customer came back


def came_back(orders: Floats) -> Floats:
    """Of each customer 1 with AGAIN orders or more, 0 with fewer, NaN who never bought or of whom nothing is known.

    The mean over a group is its repurchase rate: who never bought cannot buy again, and counts for nothing.
    """
    return np.where(orders >= 1, orders >= AGAIN, np.nan)
