//   y[i] = table[ids[i]]
//   dtable[v] = sum of dy[i] over the i with ids[i] = v

#include <cstring>

#include "ops/split.h"

namespace gatecast {
namespace {

struct Embedding final : Op {
  explicit Embedding(const Attributes&) {}

  std::vector<Spec> outputs(const Inputs& in) const override {
    in.checkCount(2, 2);
    in.checkType(0, Type::int32, "ids");
    in.checkType(1, Type::float32, "table");
    const Shape& table = in.shape(1);
    expect(table.rank() == 2, "a table [V, D], got ", table);
    std::vector<Dim> dims = in.shape(0).dims();
    dims.push_back(table[1]);
    return {{Shape(std::move(dims))}};
  }

  void forward(const Run& run) const override {
    const std::int32_t* ids = run.integers(0);
    const Index count = run.shape(0).count(), V = run.shape(1)[0], D = run.shape(1)[1];
    for (Index i = 0; i < count; i++) {
      if (ids[i] < 0 || ids[i] >= V) {
        fail(Code::range, "Expected ids from 0 to ", V - 1, ", got ", ids[i], " at position ", i, " of ids ",
             run.shape(0));
      }
    }
    parallelFor(run.team, count, grainOf(D), [&](Index from, Index to, int) {
      for (Index i = from; i < to; i++) {
        std::memcpy(run.out() + i * D, run.in(1) + ids[i] * D, static_cast<std::size_t>(D) * sizeof(float));
      }
    });
  }

  void backward(const Run& run) const override {
    if (run.dOut() == nullptr || run.dIn(1) == nullptr) return;
    const std::int32_t* ids = run.integers(0);
    const Index count = run.shape(0).count(), V = run.shape(1)[0], D = run.shape(1)[1];
    // A task owns some rows of the table and reads all ids, so that the gradients of a row are added in the order of
    // the ids. There are at most eight tasks because each one reads all ids.
    const Index grain = std::max((V + 7) / 8, grainOf(count * D / V));
    parallelFor(run.team, V, grain, [&](Index from, Index to, int) {
      for (Index i = 0; i < count; i++) {
        if (ids[i] >= from && ids[i] < to) run.kernels.addTo(run.dOut() + i * D, run.dIn(1) + ids[i] * D, D);
      }
    });
  }

  Streaming streaming(const Inputs&) const override { return Streaming::eachStep; }
  bool differentiable(int input) const override { return input == 1; }
  bool backwardReadsInput(int input) const override { return input == 0; }
  bool backwardReadsOutput(int) const override { return false; }
};

OP("embedding", Embedding)

}  // namespace
}  // namespace gatecast
