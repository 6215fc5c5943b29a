//   y = the elements of x in the same order under another shape;   dx = dy

#include <algorithm>

#include "ops/axis.h"
#include "ops/copy.h"

namespace gatecast {
namespace {

// The number of elements of a shape: factor batch^batches time^times.
struct Count {
  std::int64_t factor = 1;
  int batches = 0;
  int times = 0;

  explicit Count(const Shape& shape) {
    for (const Dim& dim : shape.dims()) {
      factor *= dim.factor;
      if (dim.symbol == Symbol::batch) batches++;
      if (dim.symbol == Symbol::time) times++;
    }
  }
  bool operator==(const Count&) const = default;
};

struct Reshape final : Op {
  explicit Reshape(const Attributes& a) {
    std::vector<std::string> words = a.words("shape");
    const auto found = std::find(words.begin(), words.end(), "-1");
    if (found != words.end()) {
      open = static_cast<int>(found - words.begin());
      words.erase(found);
    }
    known = parseShape(words);
  }

  std::vector<Spec> outputs(const Inputs& in) const override {
    in.checkCount(1, 1);
    const Shape& x = in.shape(0);
    if (open < 0) {
      expect(Count(known) == Count(x), "a shape with the number of elements of ", x, ", got ", known);
      return {{known, in[0].type}};
    }
    const Count all(x), given(known);
    const int batches = all.batches - given.batches, times = all.times - given.times;
    const bool fits = all.factor % given.factor == 0 && batches >= 0 && times >= 0 && batches + times <= 1;
    expect(fits, "a shape in which -1 stands for one dimension of x ", x, ", got ", known, " for the other dimensions");
    const Symbol symbol = batches > 0 ? Symbol::batch : times > 0 ? Symbol::time : Symbol::none;
    std::vector<Dim> dims = known.dims();
    dims.insert(dims.begin() + open, {all.factor / given.factor, symbol});
    return {{Shape(std::move(dims)), in[0].type}};
  }

  void forward(const Run& run) const override {
    parallelFor(run.team, run.outShape().count(), grainOf(1),
                [&](Index from, Index to, int) { copyFloats(run.in(0) + from, to - from, run.out() + from); });
  }

  void backward(const Run& run) const override {
    if (run.dOut() == nullptr || run.dIn(0) == nullptr) return;
    parallelFor(run.team, run.outShape().count(), grainOf(1),
                [&](Index from, Index to, int) { run.kernels.addTo(run.dOut() + from, run.dIn(0) + from, to - from); });
  }

  // Time steps stay separate if batch and time keep their places, or if there is no time.
  Streaming streaming(const Inputs& in) const override {
    const Shape &x = in.shape(0), y = outputs(in)[0].shape;
    int kept = 0;
    while (kept < 2 && kept < x.rank() && kept < y.rank() && x[kept] == y[kept]) kept++;
    bool time = false;
    for (int i = 0; i < x.rank(); i++) time = time || isTime(x, i);
    return kept == 2 || (!time && (kept == 1 || !x.has(Symbol::batch))) ? Streaming::eachStep : Streaming::no;
  }
  bool backwardReadsInput(int) const override { return false; }
  bool backwardReadsOutput(int) const override { return false; }

  Shape known;    // without the dimension that is given as -1
  int open = -1;  // the position of that dimension; -1 if there is none
};

OP("reshape", Reshape)

}  // namespace
}  // namespace gatecast
