# spoor_library(NAME FOLDER LINK libs... [EMBED globs...] [EXCEPT files...]): the static library of one folder, spoor_NAME.
# FOLDER may be .cc files: what a folder below its own folder needs of it (adapters/adapter.cc ...).
# EMBED makes each file a C++ source that defines the table spoor::embedded_NAME (embedded.h).
function(spoor_library name folder)
  cmake_parse_arguments(arg "" "" "LINK;EMBED;EXCEPT" ${ARGN})
  if(folder MATCHES "\\.cc$")
    list(TRANSFORM folder PREPEND ${PROJECT_SOURCE_DIR}/ OUTPUT_VARIABLE sources)
  else()
    file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.cc)
  endif()
  foreach(file ${arg_EXCEPT})
    list(REMOVE_ITEM sources ${PROJECT_SOURCE_DIR}/${file})
  endforeach()
  if(arg_EMBED)
    list(TRANSFORM arg_EMBED PREPEND ${PROJECT_SOURCE_DIR}/)
    file(GLOB files CONFIGURE_DEPENDS ${arg_EMBED})
    set(generated ${PROJECT_BINARY_DIR}/embedded/${name}.cc)
    add_custom_command(
      OUTPUT ${generated}
      COMMAND ${CMAKE_COMMAND} -DNAME=${name} "-DFILES=${files}" -DOUTPUT=${generated} -P
              ${PROJECT_SOURCE_DIR}/scripts/cmake/embed.cmake
      DEPENDS ${files} ${PROJECT_SOURCE_DIR}/scripts/cmake/embed.cmake
      VERBATIM)
    list(APPEND sources ${generated})
  endif()
  if(NOT sources)
    add_library(spoor_${name} INTERFACE)
    target_link_libraries(spoor_${name} INTERFACE spoor_options ${arg_LINK})
    return()
  endif()
  add_library(spoor_${name} STATIC ${sources})
  target_link_libraries(spoor_${name} PUBLIC spoor_options ${arg_LINK})
endfunction()

# spoor_test(FOLDER LABEL LINK libs...): one Catch2 program from tests/FOLDER/*_test.cc.
function(spoor_test folder label)
  cmake_parse_arguments(arg "" "" "LINK" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${folder}/*_test.cc)
  if(NOT sources)
    return()
  endif()
  string(REPLACE "/" "_" name ${folder})
  add_executable(test_${name} ${sources})
  target_link_libraries(test_${name} PRIVATE ${arg_LINK} spoor_options Catch2::Catch2WithMain)
  target_compile_definitions(test_${name} PRIVATE SPOOR_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                                  SPOOR_BINARY_DIR="${PROJECT_BINARY_DIR}")
  add_test(NAME ${folder} COMMAND test_${name})
  set_tests_properties(${folder} PROPERTIES LABELS ${label} TIMEOUT 900)
endfunction()
