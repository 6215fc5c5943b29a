#include "tests/fuzz/inputs/tables.h"
#include "tests/fuzz/targets.h"

namespace gatecast::fuzz {

void table(Bytes& bytes) {
  const auto table = anyTable(bytes);
  require(table->start(0) == 0 && table->rows() >= 0, "A table starts at row 0");
  std::int64_t rows = 0;
  for (std::int64_t s = 0; s < table->series(); s++) {
    require(table->length(s) >= 0, "A series has 0 rows or more");
    rows += table->length(s);
  }
  require(rows == table->rows(), "The series of a table have all of its rows");
  require(table->bytes() > 0, "A table takes memory");
  for (const char* name : {"y", "x", "ids", "z"}) {
    try {
      require(table->column(name, "a test").size() == rows, "A column has all rows");
      table->staticColumn(name, "a test");
    } catch (const Error&) {
      // The table has no such column.
    }
  }
}

}  // namespace gatecast::fuzz
