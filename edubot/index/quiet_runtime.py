"""onnxruntime with its telemetry switched off: it reads the variable while it is imported, so this comes first.

Without it the library (1.29 and later, on Linux) keeps a device id on disk and sends it to its makers.
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime

__all__ = ["onnxruntime"]
