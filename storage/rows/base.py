"""What all tables share: the base class, the names of constraints, the kinds of column."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from domain.values.units import Unit
from storage.codecs import UnitText
from storage.types import Duration, ExactDecimal, Key, UtcDateTime


class Base(DeclarativeBase):
    """The base of all rows."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Key(),
        datetime: UtcDateTime(),
        timedelta: Duration(),
        Decimal: ExactDecimal(),
        Unit: UnitText(),
    }
