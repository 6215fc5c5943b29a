#include "binding/graph/path_options.h"

#include "binding/arguments/options.h"

namespace gatecast::binding {

PathOptions readPaths(const Argument& options) {
  PathOptions read;
  read.paths = options.member("paths").whole(1, mostSize);
  read.horizon = options.member("horizon").whole(1, mostSize);
  read.likelihood = likelihoodNamed(options.member("likelihood").text());
  read.outputs = options.member("outputs").texts();
  read.scaled = options.member("scaled").flag();
  read.seed = readSeed(options.member("seed"));
  read.batchSize = readBatchSize(options);
  return read;
}

}  // namespace gatecast::binding
