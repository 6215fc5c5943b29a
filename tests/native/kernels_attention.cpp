// Attention of one head against plain loops in double precision.

#include <algorithm>

#include "tests/native/arrays.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

struct Size {
  Index queries, keys, d, e;
  bool causal;
};

// Inputs, outputs and gradients inside larger arrays, because a head is a slice of a wider array.
struct Problem {
  explicit Problem(const Size& s)
      : size(s),
        q(Guarded(s.queries, s.d, s.d + 5).random(1, -2, 2)),
        k(Guarded(s.keys, s.d, s.d + 5).random(2, -2, 2)),
        v(Guarded(s.keys, s.e, s.e + 3).random(3)),
        dy(Guarded(s.queries, s.e, s.e + 3).random(4)),
        y(s.queries, s.e, s.e + 3),
        dq(Guarded(s.queries, s.d, s.d + 5).random(5)),
        dk(Guarded(s.keys, s.d, s.d + 5).random(6)),
        dv(Guarded(s.keys, s.e, s.e + 3).random(7)),
        statistics(2 * s.queries),
        scratch(std::max(kernels().attentionScratch(s.d, s.e), kernels().attentionBackScratch(s.keys, s.d, s.e))) {}

  Attention head(Index valid) {
    return {.queries = size.queries,
            .keys = valid,
            .causal = size.causal,
            .d = size.d,
            .e = size.e,
            .scale = 0.3f,
            .q = q.data(),
            .k = k.data(),
            .ldd = q.ld(),
            .v = v.data(),
            .y = y.data(),
            .lde = v.ld(),
            .statistics = statistics.data(),
            .scratch = scratch.data()};
  }
  void forward(Index valid) {
    for (Index first = 0; first < size.queries; first += attentionQueries) {
      Attention block = head(valid);
      block.first = first;
      block.queries = std::min(attentionQueries, size.queries - first);
      block.q += first * block.ldd;
      block.y += first * block.lde;
      block.statistics += 2 * first;
      kernels().attention(block);
    }
  }
  void backward(Index valid) { kernels().attentionBack(head(valid), {dy.data(), dq.data(), dk.data(), dv.data()}); }

  Size size;
  Guarded q, k, v, dy, y, dq, dk, dv;
  Aligned statistics, scratch;
};

using Doubles = std::vector<std::vector<double>>;

Doubles doubles(const Guarded& x) {
  Doubles all;
  for (Index i = 0; i < x.rows(); ++i) {
    all.emplace_back();
    for (Index j = 0; j < x.columns(); ++j) all.back().push_back(double{x(i, j)});
  }
  return all;
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}
void add(double factor, const std::vector<double>& x, std::vector<double>& y) {
  for (std::size_t i = 0; i < x.size(); ++i) y[i] += factor * x[i];
}

struct Expected {
  Doubles y, dq, dk, dv;
};
Expected expected(const Problem& p, Index valid) {
  const Doubles q = doubles(p.q), k = doubles(p.k), v = doubles(p.v), dy = doubles(p.dy);
  const double scale = double{0.3f};
  Expected x{Doubles(q.size(), std::vector<double>(v[0].size())), doubles(p.dq), doubles(p.dk), doubles(p.dv)};
  for (std::size_t i = 0; i < q.size(); ++i) {
    const auto seen =
        p.size.causal ? std::min(static_cast<std::size_t>(valid), i + 1) : static_cast<std::size_t>(valid);
    std::vector<double> weights;
    double largest = -INFINITY, sum = 0, delta = 0;
    for (std::size_t j = 0; j < seen; ++j) weights.push_back(scale * dot(q[i], k[j]));
    for (const double w : weights) largest = std::max(largest, w);
    for (double& w : weights) sum += w = std::exp(w - largest);
    for (std::size_t j = 0; j < seen; ++j) {
      add(weights[j] /= sum, v[j], x.y[i]);
      delta += weights[j] * dot(dy[i], v[j]);
    }
    for (std::size_t j = 0; j < seen; ++j) {
      const double ds = scale * weights[j] * (dot(dy[i], v[j]) - delta);
      add(ds, k[j], x.dq[i]);
      add(ds, q[i], x.dk[j]);
      add(weights[j], dy[i], x.dv[j]);
    }
  }
  return x;
}

void checkNear(const Guarded& got, const Doubles& expected, double tolerance, const char* name, const Size& s) {
  for (Index i = 0; i < got.rows(); ++i) {
    for (Index j = 0; j < got.columns(); ++j) {
      const double e = expected[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
      CHECK(near(double{got(i, j)}, e, tolerance), name, " of ", s.queries, " queries, ", s.keys, " keys, ", s.d, ", ",
            s.e, ", causal ", s.causal, ": ", got(i, j), " for ", e, " at ", i, ", ", j);
    }
  }
  got.checkUntouched();
}

void checkAll(const Size& size, Index valid) {
  Problem p(size);
  const Expected x = expected(p, valid);
  p.forward(valid);
  p.backward(valid);
  checkNear(p.y, x.y, 2e-6, "y", size);
  checkNear(p.dq, x.dq, 5e-6, "dq", size);
  checkNear(p.dk, x.dk, 5e-6, "dk", size);
  checkNear(p.dv, x.dv, 5e-6, "dv", size);
}

}  // namespace

TEST(attention_and_its_gradients_equal_double_precision) {
  for (const Index queries : {1, 2, 15, 42, 64, 65, 150}) {
    for (const Index keys : {1, 7, 64, 65, 131}) {
      for (const auto& [d, e] : {std::pair<Index, Index>{8, 8}, {16, 16}, {1, 3}, {5, 17}, {33, 4}, {12, 70}}) {
        checkAll({queries, keys, d, e, false}, keys);
      }
    }
  }
}

TEST(attention_sees_no_key_past_a_causal_query_or_the_valid_ones) {
  for (const Index n : {1, 9, 42, 64, 65, 131}) {
    for (const Index valid : {n, (n + 1) / 2}) {
      checkAll({n, n, 8, 8, true}, valid);
      checkAll({n, n, 5, 17, false}, valid);
    }
  }
}

TEST(attention_without_a_key_gives_zeros_and_no_gradient) {
  Problem p({70, 3, 8, 5, false});
  const Guarded dq = p.dq, dk = p.dk, dv = p.dv;
  p.forward(0);
  p.backward(0);
  for (Index i = 0; i < 70; ++i) {
    for (Index j = 0; j < 5; ++j) CHECK(p.y(i, j) == 0);
    for (Index j = 0; j < 8; ++j) CHECK(sameBits(p.dq(i, j), dq(i, j)));
  }
  for (Index i = 0; i < 3; ++i) CHECK(sameBits(p.dk(i, 0), dk(i, 0)) && sameBits(p.dv(i, 0), dv(i, 0)));
}

TEST(attention_gives_nan_only_for_queries_that_see_nan) {
  Problem p({80, 80, 8, 8, false});
  p.q(3, 1) = std::nanf("");
  for (Index i = 60; i < 80; ++i) p.k(i, 0) = p.v(i, 0) = std::nanf("");  // these keys are not valid
  p.forward(60);
  for (Index i = 0; i < 80; ++i) {
    for (Index j = 0; j < 8; ++j) CHECK(std::isnan(p.y(i, j)) == (i == 3), "query ", i);
  }
  p.k(0, 0) = std::nanf("");
  p.forward(60);
  for (Index i = 0; i < 80; ++i) CHECK(std::isnan(p.y(i, 0)), "query ", i);
}

TEST(attention_of_scores_beyond_the_range_of_exp_takes_the_largest) {
  Problem p({2, 130, 4, 4, false});
  for (Index j = 0; j < 4; ++j) {
    p.q(0, j) = p.q(1, j) = 1e4f;
    for (Index i = 0; i < 130; ++i) p.k(i, j) = i == 100 ? 1e4f : -1e4f;
  }
  p.forward(130);
  for (Index i = 0; i < 2; ++i) {
    for (Index j = 0; j < 4; ++j) CHECK(p.y(i, j) == p.v(100, j));
  }
}

TEST(attention_of_scores_that_are_all_minus_infinity_is_zero) {
  Problem p({2, 130, 1, 4, false});
  p.q(0, 0) = p.q(1, 0) = 1;
  for (Index i = 0; i < 130; ++i) p.k(i, 0) = -INFINITY;
  p.forward(130);
  for (Index j = 0; j < 4; ++j) CHECK(p.y(0, j) == 0);
}

TEST(attention_of_a_query_has_the_same_bits_in_any_block) {
  const Size size{64, 70, 8, 8, false};
  Problem all(size), one(size);
  all.forward(70);
  for (Index i = 0; i < size.queries; ++i) {
    Attention head = one.head(70);
    head.queries = 1;
    head.q += i * head.ldd;
    head.y += i * head.lde;
    kernels().attention(head);
    for (Index j = 0; j < size.e; ++j) CHECK(sameBits(one.y(i, j), all.y(i, j)), "query ", i);
  }
}
