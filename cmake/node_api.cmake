# On Windows an import names the file that holds the function: node.exe, Electron or another host, which is not known at
# build time. So the addon imports nothing from the host: binding/platform/node_imports.cpp looks the functions up when
# the addon is loaded. This file writes the list of their names, node_api_functions.inc.

set(names "")
foreach(list js_native_api node_api)
  file(STRINGS ${PROJECT_SOURCE_DIR}/node_modules/node-api-headers/def/${list}.def lines REGEX "^(napi|node_api)_")
  list(APPEND names ${lines})
endforeach()
list(REMOVE_DUPLICATES names)
list(LENGTH names count)
if(count LESS 100)
  message(FATAL_ERROR "Expected the functions of Node-API in node-api-headers, got ${count}")
endif()
list(TRANSFORM names REPLACE "(.+)" "NODE_API_FUNCTION(\\1)\n")
string(JOIN "" names ${names})
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/node_api_functions.inc CONTENT "${names}")
target_include_directories(gatecast_addon PRIVATE ${PROJECT_BINARY_DIR})
