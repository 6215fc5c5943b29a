#include "ops/broadcast.h"

namespace gatecast {

Broadcast::Broadcast(const Extents& full, const Extents& a, const Extents& b) {
  const Extents* operands[2] = {&a, &b};
  Index fullStride = 1, stride[2] = {1, 1};
  // The loop goes from the innermost dimension outwards, so that a dimension can be merged with the one inside it. The
  // order is reversed at the end.
  for (int i = full.rank() - 1; i >= 0; i--) {
    const Index size = full[i];
    Index own[2];
    for (int k = 0; k < 2; k++) {
      const int d = i - (full.rank() - operands[k]->rank());
      const Index operandSize = d >= 0 ? (*operands[k])[d] : 1;
      own[k] = operandSize == 1 ? 0 : stride[k];
      stride[k] *= operandSize;
    }
    if (size != 1) {
      const int inside = rank_ - 1;
      const bool joins =
          rank_ > 0 && own[0] == stride_[0][inside] * size_[inside] && own[1] == stride_[1][inside] * size_[inside];
      if (joins) {
        size_[inside] *= size;
      } else {
        size_[rank_] = size;
        fullStride_[rank_] = fullStride;
        for (int k = 0; k < 2; k++) stride_[k][rank_] = own[k];
        rank_++;
      }
    }
    fullStride *= size;
  }
  if (rank_ == 0) {  // a single element: one row of one column, in which no operand is stretched
    size_[0] = fullStride_[0] = stride_[0][0] = stride_[1][0] = 1;
    rank_ = 1;
  }
  std::reverse(size_, size_ + rank_);
  std::reverse(fullStride_, fullStride_ + rank_);
  for (Index* strides : stride_) std::reverse(strides, strides + rank_);
  for (int d = 0; d < rank_ - 1; d++) rows_ *= size_[d];
}

Index Broadcast::count(int operand, bool stretched) const {
  Index product = 1;
  for (int d = 0; d < rank_ - 1; d++) {
    if ((stride_[operand][d] == 0) == stretched) product *= size_[d];
  }
  return product;
}

}  // namespace gatecast
