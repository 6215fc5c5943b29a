# Writes src/onnx/schema/onnx_pb.js and its types, the messages of ONNX, from the schema that the Python package `onnx` holds. Run it
# from the root of the checkout, with the packages of pip: onnx, grpcio-tools.
import subprocess
import sys
from pathlib import Path

import onnx

schema = Path(onnx.__file__).parent
out = Path("src/onnx/schema")
plugin = Path("node_modules/.bin/protoc-gen-es").resolve()
descriptors = out / "onnx.binpb"


def protoc(*arguments):
    subprocess.run([sys.executable, "-m", "grpc_tools.protoc", *map(str, arguments)], check=True)


# Through descriptors, which hold no comments: the comments of the schema are longer than its fields.
protoc("-I", schema, f"--descriptor_set_out={descriptors}", "onnx.proto")
protoc(
    f"--plugin=protoc-gen-es={plugin}",
    f"--descriptor_set_in={descriptors}",
    f"--es_out={out}",
    "--es_opt=target=js+dts",
    "onnx.proto",
)
descriptors.unlink()
notice = "// SPDX-License-Identifier: Apache-2.0\n// The messages of ONNX: https://github.com/onnx/onnx\n"
for generated in out.glob("onnx_pb.*"):
    generated.write_text(notice + generated.read_text())
