# Finds Swift files and functions that are too long. Formatted source only: a declaration's closing brace stands in the
# column that the declaration starts in.

function close_file() {
  if (file == "") return
  limit = file ~ /(^|\/)Tests\// ? 500 : 400
  if (lines > limit) report(limit + 1, "the file has " lines " lines; " limit " are allowed")
}

function report(line, what) {
  print file ":" line ": " what
  findings++
}

FNR == 1 {
  close_file()
  file = FILENAME
  depth = 0
  waiting = 0
  in_text = 0
}

{ lines = FNR }

# The inside of a multi-line string is no code.
{
  was_in_text = in_text
  rest = $0
  if (gsub(/"""/, "", rest) % 2 == 1) in_text = !in_text
  if (was_in_text) next
}

/^[[:space:]]*$/ || /^[[:space:]]*\/\// { next }

{
  match($0, /^ */)
  column = RLENGTH
  code = substr($0, column + 1)
}

# A declaration's body ends.
code ~ /^[}]/ {
  while (depth > 0 && columns[depth] > column) depth--
  if (depth > 0 && columns[depth] == column) {
    length_of_it = FNR - starts[depth] + 1
    if (length_of_it > longest_function)
      report(starts[depth], names[depth] " has " length_of_it " lines; " longest_function " are allowed")
    depth--
  }
}

# A signature that goes on over several lines: its body opens with the last of them, or there is none.
waiting {
  continues = column > waiting_column || code ~ /^[)>{]/ || code ~ /^(where|async|throws|->)/
  if (code ~ /[{]$/ && continues) {
    depth++
    columns[depth] = waiting_column
    starts[depth] = waiting_start
    names[depth] = waiting_name
  }
  if (code ~ /[{]$/ || code ~ /[}]$/ || !continues) waiting = 0
}

!waiting && match(code, /(^|[[:space:]])(func [^[:space:](<]+|func `[^`]*`|init[?(<!]|deinit |subscript[(<])/) && code !~ /^\// {
  prefix = substr(code, 1, RSTART - 1)
  name = substr(code, RSTART, RLENGTH)
  sub(/^[[:space:]]+/, "", name)
  # Before the keyword stand attributes and modifiers: an initialiser after anything else is called, and a word between
  # quotes is text.
  quotes = gsub(/"/, "\"", prefix)
  if (quotes % 2 == 0 && (name ~ /^func/ || prefix ~ /^([@A-Za-z_(), *]+ )?$/) && prefix !~ /(^|[^a-z])(let|var|return|try|await|case|in)[^a-z]/) {
    sub(/[ ?(<!]$/, "", name)
    if (code ~ /[}]$/) next
    if (code ~ /[{]$/ || code ~ /[{] [^}]* in$/) {
      depth++
      columns[depth] = column
      starts[depth] = FNR
      names[depth] = name
    } else {
      waiting = 1
      waiting_column = column
      waiting_start = FNR
      waiting_name = name
    }
  }
}

END {
  close_file()
  exit findings > 0
}
