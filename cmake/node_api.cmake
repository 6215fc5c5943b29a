# Windows knows the file that holds an imported function, which is node.exe, or Electron, or another host. So nothing is
# imported: binding/node_imports.cpp looks the functions up when it is loaded, and this writes down their names for it.

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
