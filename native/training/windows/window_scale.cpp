#include "training/windows/window_scale.h"

#include <algorithm>
#include <cmath>

namespace gatecast {

Scale scaleAt(const Windows& windows, Numbers target, Origin origin) {
  const Numbers rows = target.from(windows.table->start(origin.series));
  std::int64_t observed = origin.row;
  while (observed > 0 && std::isnan(rows[observed - 1])) observed--;
  // If all values of the context are missing, the scale is that of the last values before it. Otherwise it would have
  // location 0 and would pull the forecast towards 0.
  const std::int64_t to = observed > origin.row - windows.context ? origin.row : observed;
  const std::int64_t from = std::max<std::int64_t>(0, to - windows.context);
  return scaleOf(windows.scaling, windows.subtractLevel, rows.from(from), to - from);
}

std::vector<Scale> scalesOf(const Windows& windows, const Cancel& cancel) {
  const WindowIndex index(windows);
  const Numbers target = windows.table->column(windows.target, "windows.target").numbers();
  std::vector<Scale> scales;
  scales.reserve(static_cast<std::size_t>(index.size() * windows.together));
  for (std::int64_t i = 0; i < index.size(); i++) {
    cancel.check();
    const auto [series, row] = index[i];
    for (std::int64_t s = 0; s < windows.together; s++) scales.push_back(scaleAt(windows, target, {series + s, row}));
  }
  return scales;
}

}  // namespace gatecast
