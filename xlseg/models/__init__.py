"""The models: each a function from the customer table to labels, and its own settings."""

from typing import Any, ClassVar, Protocol, runtime_checkable

import pandas as pd

from xlseg.columns import Column
from xlseg.general import General
from xlseg.models.behaviour import Behaviour
from xlseg.models.churn import Churn
from xlseg.models.clusters import Clusters
from xlseg.models.clv import Clv
from xlseg.models.contract import Contract
from xlseg.models.cross import Cross
from xlseg.models.demographics import Demographics
from xlseg.models.geography import Geography
from xlseg.models.lifecycle import Lifecycle
from xlseg.models.loyalty import Loyalty
from xlseg.models.matrix import Matrix
from xlseg.models.preference import Preference
from xlseg.models.rfm import Rfm
from xlseg.models.rules import Rules
from xlseg.models.tiers import Tiers
from xlseg.models.value import Value
from xlseg.segments import Segmentation
from xlseg.settings import Settings
from xlseg.text import Text


@runtime_checkable
class Model(Protocol):
    """A frozen dataclass whose fields are its thresholds.

    tip: what it does, in a sentence. needs: columns of the customer table it cannot do without. columns: what it
    labels each customer with, first `segment`. segment: pure; the same customers in any order get the same labels.
    Optional: `proved(orders, as_of)`, evidence that only the orders give; `bound(models)`, itself with the other
    models it is made of; `listed(name, lang)`, what the sheet of a setting shows; `lacking(customers)`, names of
    columns it misses beyond `needs`; `full_title`, where it can be of several kinds.
    """

    __dataclass_fields__: ClassVar[dict[str, Any]]
    key: ClassVar[str]
    title: ClassVar[Text]
    tip: ClassVar[Text]

    @property
    def needs(self) -> tuple[Column, ...]: ...
    @property
    def columns(self) -> tuple[Column, ...]: ...
    def segment(self, customers: pd.DataFrame) -> Segmentation: ...


_SINGLE: tuple[Model, ...] = (
    *(Rfm(), Rules(), Value(), Tiers(), Behaviour(), Demographics(), Geography(), Lifecycle(), Preference(), Churn()),
    *(Loyalty(), Clusters(), Clv(), Contract(), Matrix()),
)
MODELS: tuple[Model, ...] = (*_SINGLE, Cross().bound(_SINGLE))
DEFAULTS = Settings(General(), MODELS, usual=("rfm",))
