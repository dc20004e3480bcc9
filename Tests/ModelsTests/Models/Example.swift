import FoundationEssentials
import Models

// The example of the design, as users write it.

@Model(scope: .shared)
struct User {
  @PrimaryKey var id: Int64
  @Column(unique: true) var email: String
  var name: String
  @BelongsTo(onDelete: .setNull) var manager: Reference<User>?
  @HasMany var projects: Related<Project>
  @HasOne var profile: RelatedOne<Profile>
}

/// One-to-one: its key is its reference.
@Model(scope: .shared)
struct Profile {
  @PrimaryKey @BelongsTo(onDelete: .cascade) var user: Reference<User>
  var motto: String?
}

@Model(scope: .tenant, comment: "What is worked on")
struct Project {
  @PrimaryKey var id: Int64
  @Column(unique: true) var slug: String
  var title: String
  @Column(default: .now) var createdAt: Timestamp
  @BelongsTo(inverse: \User.projects, onDelete: .cascade) var owner: Reference<User>
  @HasMany var tickets: Related<Ticket>
  @ManyToMany(through: ProjectTag.self) var tags: Related<Tag>
  #Index<Project>(\.owner, \.createdAt, where: "title <> ''")
  #Index<Project>(.expression("lower(title)"), .descending(\.createdAt), name: "projects_by_title", including: [\.slug])
  #Unique<Project>(\.owner, \.title, name: "one_title_per_owner")
  #Check<Project>("title <> ''", name: "projects_title_given")
}

@Model(scope: .tenant)
struct Ticket {
  @PrimaryKey var id: Int64
  var title: String
  var done: Bool = false
  @BelongsTo(onDelete: .cascade) var project: Reference<Project>
}

@Model(scope: .tenant)
struct Tag {
  @PrimaryKey var id: UUID
  var name: String
  @ManyToMany(through: ProjectTag.self) var projects: Related<Project>
}

@Model(scope: .tenant)
struct ProjectTag {
  @PrimaryKey @BelongsTo(onDelete: .cascade) var project: Reference<Project>
  @PrimaryKey @BelongsTo(onDelete: .cascade) var tag: Reference<Tag>
  var note: String?
}
