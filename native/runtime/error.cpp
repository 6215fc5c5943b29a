#include "runtime/error.h"

namespace gatecast {

const char* name(Code code) {
  switch (code) {
    case Code::shape: return "ERR_SHAPE";
    case Code::type: return "ERR_TYPE";
    case Code::range: return "ERR_RANGE";
    case Code::data: return "ERR_DATA";
    case Code::notFinite: return "ERR_NOT_FINITE";
    case Code::program: return "ERR_PROGRAM";
    case Code::memory: return "ERR_MEMORY";
    case Code::aborted: return "ERR_ABORTED";
    case Code::disposed: return "ERR_DISPOSED";
    case Code::busy: return "ERR_BUSY";
  }
  return "ERR_INTERNAL";
}

}  // namespace gatecast
