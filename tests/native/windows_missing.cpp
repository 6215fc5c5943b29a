#include <cmath>
#include <limits>

#include "tests/native/check.h"
#include "tests/native/windows_data.h"
#include "training/windows/window_source.h"

using namespace gatecast;
using namespace gatecast::test;

namespace {

// The code of the error for a column of int32 values whose missing rows get `missing`, or none.
std::optional<Code> refusal(double missing) {
  ProgramBuilder b;
  Attributes attributes;
  attributes.set("name", std::string("ids"));
  attributes.set("shape", std::vector<std::string>{"batch", "2"});
  attributes.set("type", std::string("int32"));
  b.data.outputs["ids"] = b.add("input", {}, std::move(attributes));
  const Program program(b.data);
  TableColumn target{Type::float32, {1, 2, 3, 4}, {}}, ids{Type::int32, {0, 0, 0, 0}, {}};
  Windows windows = windowsOf(std::make_shared<const Table>(TableColumns{{"y", target}, {"ids", ids}},
                                                            std::vector<std::int64_t>{0, 4}, TableColumns{}),
                              1, 1);
  windows.inputs["ids"] = {WindowInput::Kind::values, {"ids"}, 0, 2, {false}, missing};
  try {
    const WindowSource source(program, {0}, std::move(windows));
  } catch (const Error& error) {
    return error.code();
  }
  return std::nullopt;
}

}  // namespace

TEST(a_value_for_missing_ids_that_is_no_int32_is_refused) {
  for (const double missing : {double{NAN}, double{INFINITY}, -double{INFINITY}, 0x1p31, -0x1p31 - 1, 1e300, 0.5}) {
    CHECK(refusal(missing) == Code::range, missing);
  }
  for (const double missing : {0.0, -1.0, 0x1p31 - 1, -0x1p31}) CHECK(!refusal(missing), missing);
}
