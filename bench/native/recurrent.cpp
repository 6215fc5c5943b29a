// Measures passes of recurrent layers, run by the executor, against the peak of the multiply-add units.
//
//   gatecast_recurrent [rounds] [cell] [hidden] [threads]
//
// With one thread, times are processor times, and each round also measures the peak, so that another process on the
// same core affects both alike. With more threads, times are wall-clock times, and the machine must be idle. The
// floating-point operations are 2 x gates x H x (I + H) for each cell forward, and three times that for forward and
// backward. Shares are of the float32 peak, for bf16 too.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "graph/executor.h"
#include "runtime/random.h"

using namespace gatecast;

namespace {

struct Layer {
  const char* cell;
  int gates;
  bool hasCell;
};
struct Size {
  std::int64_t input, hidden, batch, time, layers;
};

double now(int threads) {
  if (threads == 1) return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

ProgramData program(const Layer& layer, const Size& size) {
  ProgramData data;
  int values = 0;
  const auto add = [&](const std::string& kind, std::vector<std::optional<int>> inputs, int outputs,
                       const std::string& name = "", std::vector<std::string> shape = {}) {
    Attributes attributes;
    if (!name.empty()) {
      attributes.set("name", name);
      attributes.set("shape", std::move(shape));
      if (kind == "input") attributes.set("type", std::string("float32"));
    }
    data.ops.push_back({kind, std::move(inputs), std::move(attributes)});
    values += outputs;
    return values - outputs;
  };
  int x = add("input", {}, 1, "x", {"batch", "time", std::to_string(size.input)});
  for (std::int64_t l = 0; l < size.layers; l++) {
    const std::string suffix = std::to_string(l), rows = std::to_string(layer.gates * size.hidden);
    const int ih = add("parameter", {}, 1, "ih" + suffix, {rows, std::to_string(l > 0 ? size.hidden : size.input)});
    const int hh = add("parameter", {}, 1, "hh" + suffix, {rows, std::to_string(size.hidden)});
    const int bias = add("parameter", {}, 1, "b" + suffix, {rows});
    x = add(layer.cell, {x, ih, hh, bias}, layer.hasCell ? 3 : 2);
  }
  data.outputs["y"] = x;
  return data;
}

double flops(const Layer& layer, const Size& s) {
  double sum = 0;
  for (std::int64_t l = 0; l < s.layers; l++) {
    const std::int64_t inner = (l > 0 ? s.hidden : s.input) + s.hidden;
    sum += 2.0 * static_cast<double>(layer.gates * s.hidden * inner) * static_cast<double>(s.batch * s.time);
  }
  return sum;
}

void measure(const Layer& layer, const Size& size, int rounds, int threads) {
  const Program program(::program(layer, size));
  const int x = program.inputs()[0].value, y = program.outputs().at("y");
  std::vector<float> weights(static_cast<std::size_t>(program.weightCount())), gradients(weights.size());
  const Random random(3, 0);
  for (std::size_t i = 0; i < weights.size(); i++) weights[i] = 0.2f * (random.uniform(i) - 0.5f);
  Team team(threads);
  const Sizes sizes{size.batch, size.time};
  const double work = flops(layer, size);
  const int repeat = std::max(1, static_cast<int>(4e8 / work));
  const std::int64_t inputs = size.batch * size.time * size.input, outputs = size.batch * size.time * size.hidden;

  struct Passes {
    const char* name;
    Executor forward, both;
    std::vector<double> shares[3], rates[3];
  };
  const auto passesOf = [&](const char* name, Precision precision) {
    ExecutorOptions inference;
    inference.wanted = {y};
    inference.precision = precision;
    inference.threads = threads;
    ExecutorOptions training = inference;
    training.backward = true;
    training.inputGradients = {x};
    auto passes = std::make_unique<Passes>(
        Passes{name, Executor(program, sizes, inference), Executor(program, sizes, training), {}, {}});
    for (Executor* executor : {&passes->forward, &passes->both}) {
      executor->setWeights(weights.data(), team);
      for (std::int64_t i = 0; i < inputs; i++) executor->input(x)[i] = random.normal(static_cast<std::uint64_t>(i));
    }
    return passes;
  };
  std::vector<std::unique_ptr<Passes>> precisions;
  precisions.push_back(passesOf("float32", Precision::float32));
  if (bf16Engine() != nullptr) precisions.push_back(passesOf("bf16", Precision::bf16));

  std::vector<double> peaks;
  float sink = 1;
  for (int round = 0; round < rounds; round++) {
    for (const auto& passes : precisions) {
      double start = now(threads);
      const double peak = threads * kernels().peak(2000000, &sink) / (now(threads) - start);
      peaks.push_back(peak);
      const auto add = [&](int i, double operations) {
        const double rate = repeat * operations / (now(threads) - start);
        passes->rates[i].push_back(rate);
        passes->shares[i].push_back(rate / peak);
      };
      start = now(threads);
      for (int i = 0; i < repeat; i++) passes->forward.forward(sizes, team, random);
      add(0, work);
      Executor& both = passes->both;
      start = now(threads);
      for (int i = 0; i < repeat; i++) both.forward(sizes, team, random);
      add(1, work);
      start = now(threads);
      for (int i = 0; i < repeat; i++) {
        both.forward(sizes, team, random);
        for (std::int64_t k = 0; k < outputs; k++) both.seed(y)[k] = 1e-3f * static_cast<float>(k % 7 - 3);
        both.backward(team, gradients.data());
      }
      add(2, 3 * work);
    }
  }
  for (const auto& passes : precisions) {
    const auto& [name, forward, both, shares, rates] = *passes;
    std::printf(
        "%-5s %-7s %4lld %4lld %4lld %5lld %2lld   peak %4.0f   forward %4.0f %5.1f %%   kept %4.0f %5.1f %%   both "
        "%4.0f "
        "%5.1f %%\n",
        layer.cell, name, static_cast<long long>(size.input), static_cast<long long>(size.hidden),
        static_cast<long long>(size.batch), static_cast<long long>(size.time), static_cast<long long>(size.layers),
        median(peaks) / 1e9, median(rates[0]) / 1e9, 100 * median(shares[0]), median(rates[1]) / 1e9,
        100 * median(shares[1]), median(rates[2]) / 1e9, 100 * median(shares[2]));
  }
  std::fflush(stdout);
}

}  // namespace

int main(int count, char** arguments) {
  const int rounds = count > 1 ? std::atoi(arguments[1]) : 7;
  const int threads = count > 4 ? std::atoi(arguments[4]) : 1;
  const Layer layers[] = {{"lstm", 4, true}, {"gru", 3, false}, {"rnn", 1, false}};
  const Size sizes[] = {{8, 64, 32, 96, 1},  {8, 128, 64, 168, 2}, {64, 256, 64, 96, 1}, {64, 512, 128, 96, 1},
                        {1, 32, 32, 48, 1},  {13, 100, 48, 50, 1}, {5, 50, 7, 96, 1},    {64, 256, 8, 96, 1},
                        {64, 256, 1, 96, 1}, {300, 200, 24, 60, 1}};
  std::printf("%s\n", kernels().tier);
  for (const Layer& layer : layers) {
    if (count > 2 && std::string(layer.cell) != arguments[2]) continue;
    for (const Size& size : sizes) {
      if (count <= 3 || size.hidden == std::atoll(arguments[3])) measure(layer, size, rounds, threads);
    }
  }
}
