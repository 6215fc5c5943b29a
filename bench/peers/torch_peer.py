"""The PyTorch side of `npm run bench`: reads requests as JSON lines and answers each with one JSON line.

    {"do": "make", "id", "kind", "case", "tensors"}   builds a case; tensors are {shape, data: base64 float32}
    {"do": "run", "id", "pass", "threads"}            runs it once and answers with its results, to be compared
    {"do": "time", "id", "pass", "threads", "repeats"}   seconds on the clock and of the processor, all repeats together
    {"do": "latencies", "id", "pass", "threads", "repeats"}   seconds of every single run
    {"do": "drop", "id"}
"""

import base64
import ctypes
import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional


def read(tensor, dtype=torch.float32):
    data = bytearray(base64.b64decode(tensor["data"]))
    return torch.frombuffer(data, dtype=torch.float32).reshape(tensor["shape"]).to(dtype)


def write(tensor):
    tensor = tensor.detach().float().contiguous()
    data = ctypes.string_at(tensor.data_ptr(), 4 * tensor.numel())
    return {"shape": list(tensor.shape), "data": base64.b64encode(data).decode()}


def inference(run):
    def once():
        with torch.inference_mode():
            return run()

    return once


def layer_of(case):
    kind = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}[case["cell"]]
    return kind(case["input"], case["hidden"], case["layers"], bidirectional=case["bidirectional"])


def recurrent(case, tensors):
    """x and gradient are [time, batch, features], the default order of PyTorch and its fastest."""
    dtype = {"float32": torch.float32, "bf16": torch.bfloat16}[case["precision"]]
    x, gradient = read(tensors.pop("x"), dtype), read(tensors.pop("gradient"), dtype)
    layer = layer_of(case)
    layer.load_state_dict({name: read(tensor) for name, tensor in tensors.items()})
    layer.to(dtype)
    leaf = x.clone().requires_grad_()

    def both():
        layer.zero_grad(set_to_none=True)
        leaf.grad = None
        layer(leaf)[0].backward(gradient)
        return [leaf.grad, layer.weight_ih_l0.grad, layer.weight_hh_l0.grad]

    return {"forward": inference(lambda: [layer(x)[0]]), "both": both}


def step(case, tensors):
    """Runs one time step after another. Each run starts from the state at the end of the run before it."""
    x = read(tensors.pop("x"))
    layer = layer_of(case)
    layer.load_state_dict({name: read(tensor) for name, tensor in tensors.items()})
    state = [None]

    def once():
        output, state[0] = layer(x, state[0])
        return [output]

    return {"forward": inference(once)}


def attention(case, tensors):
    """x is [batch, tokens, heads * size]. The output of each layer is query, key and value of the next one."""
    x, gradient = read(tensors["x"]), read(tensors["gradient"])
    leaf = x.clone().requires_grad_()

    def forward(y):
        for _ in range(case["layers"]):
            split = y.unflatten(-1, (case["heads"], -1)).transpose(1, 2)
            y = functional.scaled_dot_product_attention(split, split, split).transpose(1, 2).flatten(-2)
        return y

    def both():
        leaf.grad = None
        forward(leaf).backward(gradient)
        return [leaf.grad]

    return {"forward": inference(lambda: [forward(x)]), "both": both}


def gemm(case, tensors):
    x, weight = read(tensors["x"]), read(tensors["weight"])

    def forward():
        y = x
        for _ in range(case["layers"]):
            y = y @ weight
        return [y]

    return {"forward": inference(forward)}


def activation(case, tensors):
    x = read(tensors["x"])
    functions = {
        "exp": torch.exp,
        "log": torch.log,
        "tanh": torch.tanh,
        "sigmoid": torch.sigmoid,
        "gelu": functional.gelu,
        "silu": functional.silu,
        "softplus": functional.softplus,
    }

    def forward():
        y = x
        for name in case["chain"]:
            y = functions[name](y)
        return [y]

    return {"forward": inference(forward)}


def training(case, tensors):
    """Steps of Adam on an LSTM with a linear layer on its last output; x [batch, time, input], y [batch, 1]."""
    x, y = read(tensors.pop("x")), read(tensors.pop("y"))
    layer = nn.LSTM(case["input"], case["hidden"], batch_first=True)
    head = nn.Linear(case["hidden"], 1)
    model = nn.ModuleDict({"layer": layer, "head": head})
    model.load_state_dict({name: read(tensor) for name, tensor in tensors.items()})
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

    def both():
        optimizer.zero_grad(set_to_none=True)
        loss = functional.mse_loss(head(layer(x)[0][:, -1]), y)
        loss.backward()
        optimizer.step()
        return [loss]

    return {"both": both}


KINDS = {f.__name__: f for f in (recurrent, step, attention, gemm, activation, training)}
made = {}


def answer(request):
    action = request["do"]
    if action == "make":
        made[request["id"]] = KINDS[request["kind"]](request["case"], request["tensors"])
        return {}
    if action == "drop":
        del made[request["id"]]
        return {}
    once, repeats = made[request["id"]][request["pass"]], range(request.get("repeats", 1))
    torch.set_num_threads(request["threads"])
    if action == "run":
        return {"results": [write(result) for result in once()]}
    if action == "time":
        wall, processor = time.perf_counter(), time.process_time()
        for _ in repeats:
            once()
        return {"wall": time.perf_counter() - wall, "processor": time.process_time() - processor}
    if action == "latencies":
        latencies = []
        for _ in repeats:
            start = time.perf_counter()
            once()
            latencies.append(time.perf_counter() - start)
        return {"latencies": latencies}
    raise ValueError(f"Expected a known request, got {action}")


print(json.dumps({"version": torch.__version__}), flush=True)
for line in sys.stdin:
    try:
        reply = answer(json.loads(line))
    except Exception as error:  # reported to the other side; this process goes on with the next case
        reply = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(reply), flush=True)
