# Writes OUTPUT: a C++ source with the contents of FILES as the table embedded_NAME.
set(text "#include \"storage/base/embedded.h\"\nnamespace spoor {\nnamespace {\n")
set(rows "")
set(count 0)
foreach(file ${FILES})
  get_filename_component(base ${file} NAME)
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND text "const unsigned char file_${count}[] = {${bytes}0};\n")
  string(APPEND rows
         "  {\"${base}\", {reinterpret_cast<const char*>(file_${count}), sizeof(file_${count}) - 1}},\n")
  math(EXPR count "${count} + 1")
endforeach()
string(APPEND text "const EmbeddedFile files[] = {\n${rows}  {\"\", \"\"}\n};\n}  // namespace\n")
string(APPEND text
       "std::span<const EmbeddedFile> embedded_${NAME}() { return {files, ${count}}; }\n}  // namespace spoor\n")
file(WRITE ${OUTPUT} "${text}")
