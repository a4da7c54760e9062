"""placeholder"""
from typing import Any
def control_application(slack: Any) -> Any:
    return None
