// Whoever declares models needs all that the macros write.
@_exported public import Database
@_exported public import Names
@_exported public import ORM
@_exported public import SQL
