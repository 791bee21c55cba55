package auth

import "slices"

// Role is what a person is here for; it decides what they may do.
type Role string

// The roles, as a collections department knows them. System is the program itself and nobody signs in as
// it.
const (
	Agent      Role = "agent"      // gestor
	Supervisor Role = "supervisor" // supervisor
	Manager    Role = "manager"    // jefe de cobranzas
	Analyst    Role = "analyst"    // analista de crédito
	Admin      Role = "admin"      // administrador
	Auditor    Role = "auditor"    // auditor
	System     Role = "system"
)

// Permission is one thing that may be allowed, named noun.verb.
type Permission string

// The permissions.
const (
	CaseSee        Permission = "case.see"        // open any case that one's creditors allow
	CaseWork       Permission = "case.work"       // take the next account, record a result
	CaseAssign     Permission = "case.assign"     // give a case or a list to somebody else
	FloorSee       Permission = "floor.see"       // see who is doing what now
	PaymentReceive Permission = "payment.receive" // enter or take back a payment by hand
	CutPublish     Permission = "cut.publish"     // load, publish, replace and undo what a creditor sends
	CloseRun       Permission = "close.run"       // run the day's close by hand
	CreditorManage Permission = "creditor.manage" // open creditors and portfolios, set their rules
	PolicyEdit     Permission = "policy.edit"     // strategies, buckets, result trees, templates, goals
	LawSee         Permission = "law.see"         // read what the law says and what the company set
	LawEdit        Permission = "law.edit"        // tighten a rule, loosen what is policy, load its figures
	CreditDecide   Permission = "credit.decide"   // decide applications and limits
	ReportSee      Permission = "report.see"      // reports over other people's work
	AuditSee       Permission = "audit.see"       // read the book of who did what
	UserManage     Permission = "user.manage"     // add people, change roles, disable
	JobManage      Permission = "job.manage"      // see, cancel and retry what the program does by itself
)

// may is the table of the house. A role that is not in it may nothing.
var may = map[Role][]Permission{
	Agent:      {CaseSee, CaseWork},
	Supervisor: {CaseSee, CaseWork, CaseAssign, FloorSee, PaymentReceive, ReportSee, LawSee},
	Manager: {CaseSee, CaseWork, CaseAssign, FloorSee, PaymentReceive, CutPublish, CloseRun, CreditorManage,
		PolicyEdit, ReportSee, AuditSee, LawSee, LawEdit},
	Analyst: {CaseSee, CreditDecide, ReportSee},
	Admin: {CaseSee, FloorSee, CutPublish, CloseRun, CreditorManage, PolicyEdit, ReportSee, AuditSee, UserManage,
		JobManage, LawSee, LawEdit},
	Auditor: {CaseSee, ReportSee, AuditSee, LawSee},
}

// Roles are the roles that a person can be given, in the order of a department.
func Roles() []Role { return []Role{Agent, Supervisor, Manager, Analyst, Admin, Auditor} }

// Known says whether a person can be given the role.
func (r Role) Known() bool { _, known := may[r]; return known }

// May says whether the role allows something. The program itself may everything.
func (r Role) May(p Permission) bool { return r == System || slices.Contains(may[r], p) }

// Permissions are all that a role allows.
func (r Role) Permissions() []Permission { return slices.Clone(may[r]) }
