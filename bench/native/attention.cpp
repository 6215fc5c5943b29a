// Measures passes of the attention op, run by the executor, against the peak of the multiply-add units.
//
//   gatecast_attention [rounds] [threads]
//
// Times are processor times, and each round also measures the peak, so that another process on the same core affects
// both alike. The floating-point operations are those of the products: 2 T T (d + d) for each head forward, with two
// products, and five products backward. Exponentials are not counted.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "graph/executor.h"
#include "runtime/random.h"

using namespace gatecast;

namespace {

struct Size {
  std::int64_t batch, heads, time, width;
  bool causal = false;
};

double now() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

ProgramData program(const Size& size) {
  ProgramData data;
  for (const char* name : {"q", "k", "v"}) {
    Attributes input;
    input.set("name", std::string(name));
    input.set("shape", std::vector<std::string>{"batch", "time", std::to_string(size.heads * size.width)});
    input.set("type", std::string("float32"));
    data.ops.push_back({"input", {}, std::move(input)});
  }
  Attributes attributes;
  attributes.set("heads", static_cast<double>(size.heads));
  attributes.set("causal", size.causal);
  data.ops.push_back({"attention", {0, 1, 2}, std::move(attributes)});
  data.outputs["y"] = 3;
  return data;
}

void measure(const Size& size, int rounds, int threads) {
  const Program program(::program(size));
  const int y = program.outputs().at("y");
  Team team(threads);
  const Sizes sizes{size.batch, size.time};
  ExecutorOptions inference;
  inference.wanted = {y};
  inference.threads = threads;
  ExecutorOptions training = inference;
  training.backward = true;
  training.inputGradients = {0, 1, 2};
  Executor forward(program, sizes, inference), both(program, sizes, training);
  const std::int64_t n = size.batch * size.time * size.heads * size.width;
  const Random random(3, 0);
  for (Executor* executor : {&forward, &both}) {
    executor->setWeights(nullptr, team);
    for (int x = 0; x < 3; x++) {
      for (std::int64_t i = 0; i < n; i++) {
        executor->input(x)[i] = random.normal(static_cast<std::uint64_t>(3 * i + x));
      }
    }
  }
  const double work = 4.0 * static_cast<double>(n * size.time) * (size.causal ? 0.5 : 1);
  const int repeat = std::max(1, static_cast<int>(1e9 / work));
  std::vector<double> shares[2], rates[2], times[2], peaks;
  float sink = 1;
  for (int round = 0; round < rounds; round++) {
    double start = now();
    const double peak = kernels().peak(2000000, &sink) / (now() - start);
    peaks.push_back(peak);
    const auto add = [&](int i, double operations) {
      const double seconds = (now() - start) / repeat;
      times[i].push_back(1e3 * seconds);
      rates[i].push_back(operations / seconds);
      shares[i].push_back(operations / seconds / peak);
    };
    start = now();
    for (int i = 0; i < repeat; i++) forward.forward(sizes, team, random);
    add(0, work);
    start = now();
    for (int i = 0; i < repeat; i++) {
      both.forward(sizes, team, random);
      for (std::int64_t k = 0; k < n; k++) both.seed(y)[k] = 1e-3f * static_cast<float>(k % 7 - 3);
      both.backward(team, nullptr);
    }
    add(1, 3.5 * work);
  }
  std::printf("%4lld %3lld %5lld %4lld %-6s   peak %4.0f", static_cast<long long>(size.batch),
              static_cast<long long>(size.heads), static_cast<long long>(size.time), static_cast<long long>(size.width),
              size.causal ? "causal" : "", median(peaks) / 1e9);
  const char* names[] = {"forward", "both"};
  for (int i = 0; i < 2; i++) {
    std::printf("   %s %8.2f ms %4.0f %5.1f %%", names[i], median(times[i]), median(rates[i]) / 1e9,
                100 * median(shares[i]));
  }
  std::printf("\n");
  std::fflush(stdout);
}

}  // namespace

int main(int count, char** arguments) {
  const int rounds = count > 1 ? std::atoi(arguments[1]) : 7;
  const int threads = count > 2 ? std::atoi(arguments[2]) : 1;
  const Size sizes[] = {{448, 16, 42, 8}, {64, 8, 336, 16},  {32, 8, 96, 4},   {256, 4, 16, 16},      {8, 8, 512, 32},
                        {8, 16, 512, 64}, {4, 8, 1024, 128}, {1, 4, 4096, 64}, {64, 8, 336, 16, true}};
  std::printf("%s, batch, heads, time, width; processor time, GFLOP/s, share of the peak\n", kernels().tier);
  for (const Size& size : sizes) measure(size, rounds, threads);
}
