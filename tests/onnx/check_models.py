"""Checks ONNX models with the checker of the package onnx, which also infers all types and shapes.

    pip install onnx
    GATECAST_ONNX_FOLDER=models npx vitest run --project once tests/onnx
    python tests/onnx/check_models.py models
"""

import sys
from pathlib import Path

import onnx

models = sorted(Path(sys.argv[1]).glob("*.onnx"))
if not models:
    sys.exit(f"Expected models in {sys.argv[1]}, got none")
wrong = 0
for path in models:
    try:
        onnx.checker.check_model(onnx.load(path), full_check=True)
    except Exception as error:
        wrong += 1
        print(f"{path.name}: {error}")
print(f"{len(models)} models, {wrong} refused")
sys.exit(1 if wrong else 0)
