package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"aldia/platform/fault"
)

// The cost of a password, as OWASP's Password Storage Cheat Sheet gives it for argon2id; about 25 ms here.
const (
	argonKiB    = 19 * 1024
	argonPasses = 2
	argonLanes  = 1
	saltBytes   = 16
	keyBytes    = 32
	// lightKiB is the least that argon2id takes, for passwords that are no secret.
	lightKiB = 8
)

const (
	// MinPassword is the least number of letters, and MaxPassword keeps a megabyte from being hashed.
	MinPassword = 10
	MaxPassword = 200
	// maxWaiting is how many sign-ins may wait for a turn: at 25 ms each the last one waits some two seconds.
	maxWaiting = 128
)

// Faults of a new password.
var (
	ErrShort   = fault.New(fault.Invalid, "auth.password_short", MinPassword).On("password")
	ErrLong    = fault.New(fault.Invalid, "auth.password_long", MaxPassword).On("password")
	ErrObvious = fault.New(fault.Invalid, "auth.password_obvious").On("password")
	ErrSame    = fault.New(fault.Invalid, "auth.password_same").On("password")
)

// Secret is a password as it is kept, in the form of the PHC: $argon2id$v=19$m=…,t=…,p=…$salt$key.
type Secret string

// hasher does the costly work a few at a time, so that a shift that signs in at eight does not starve
// everything else of memory and processor.
type hasher struct {
	turns   chan struct{}
	waiting atomic.Int64
	memory  uint32 // KiB that a new secret costs
	decoy   Secret
}

func newHasher(light bool) *hasher {
	h := &hasher{turns: make(chan struct{}, max(2, runtime.GOMAXPROCS(0))), memory: argonKiB}
	if light {
		h.memory = lightKiB
	}
	// No password opens a key that was drawn rather than derived; to try one costs as much as with a real key.
	h.decoy = written(argonKiB, random(saltBytes), random(keyBytes))
	return h
}

func (h *hasher) turn(ctx context.Context) (done func(), err error) {
	if h.waiting.Add(1) > maxWaiting {
		h.waiting.Add(-1)
		return func() {}, ErrBusy
	}
	defer h.waiting.Add(-1)
	select {
	case h.turns <- struct{}{}:
		return func() { <-h.turns }, nil
	case <-ctx.Done():
		return func() {}, ctx.Err()
	}
}

func (h *hasher) hash(ctx context.Context, password string) (Secret, error) {
	done, err := h.turn(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	return derive(password, h.memory), nil
}

// matches compares in constant time. An empty secret, of a user that does not exist, takes as long as any
// other.
func (h *hasher) matches(ctx context.Context, s Secret, password string) (bool, error) {
	done, err := h.turn(ctx)
	if err != nil {
		return false, err
	}
	defer done()
	if len(password) > MaxPassword*utf8.UTFMax {
		password = ""
	}
	if s == "" {
		h.decoy.is(password)
		return false, nil
	}
	return s.is(password), nil
}

func derive(password string, memory uint32) Secret {
	salt := random(saltBytes)
	return written(memory, salt, argon2.IDKey([]byte(password), salt, argonPasses, memory, argonLanes, keyBytes))
}

func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // crypto/rand never fails: it ends the program instead
	return b
}

// written is a key with its salt and costs, as it is kept.
func written(memory uint32, salt, key []byte) Secret {
	code := base64.RawStdEncoding
	return Secret(fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, memory, argonPasses, argonLanes, code.EncodeToString(salt), code.EncodeToString(key)))
}

// is reads the costs from the secret, so that they can be raised later while old passwords still open.
func (s Secret) is(password string) bool {
	parts := strings.Split(string(s), "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	var version int
	var memory, passes uint32
	var lanes uint8
	_, errV := fmt.Sscanf(parts[2], "v=%d", &version)
	_, errM := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &lanes)
	salt, errS := base64.RawStdEncoding.DecodeString(parts[4])
	key, errK := base64.RawStdEncoding.DecodeString(parts[5])
	if errV != nil || errM != nil || errS != nil || errK != nil || version != argon2.Version || len(key) == 0 {
		return false
	}
	const mostKiB, mostPasses = 1 << 18, 16 // a secret planted in the database must not stop the program
	if memory > mostKiB || passes > mostPasses || passes == 0 || lanes == 0 {
		return false
	}
	got := argon2.IDKey([]byte(password), salt, passes, memory, lanes, uint32(len(key)))
	return subtle.ConstantTimeCompare(got, key) == 1
}

// obvious are the words that people take when a password is asked for, here and in the region. A password is
// as weak as the word that is left of it without digits and signs.
const obvious = `
	password contraseña contrasena contraseñas clave claves qwerty qwertyuiop qwertyuiopasdfghjkl
	asdfghjkl asdfghjklñ zxcvbnm abc abcd abcdef abcdefghij bienvenido bienvenida bienvenidos welcome
	letmein admin administrador administrator usuario user agente gestor supervisor cobranza cobranzas
	cobros credito crédito creditos créditos aldia aldía deudor empresa colombia ecuador mexico méxico
	peru perú chile bolivia quito bogota bogotá lima teamo tequiero dios jesus jesús jesucristo iloveyou
	princesa futbol fútbol barcelona realmadrid changeme cambiar cambiame secreto secret test testing
	prueba pruebas temporal invitado hola holamundo holahola`

// CheckPassword says whether a password is good enough for a user of this name: long enough, and not one that
// would be tried first. Length counts more than odd signs (NIST SP 800-63B, 5.1.1.2), so none are demanded.
func CheckPassword(name, password string) error {
	switch n := utf8.RuneCountInString(password); {
	case n < MinPassword:
		return ErrShort
	case n > MaxPassword:
		return ErrLong
	}
	low := strings.ToLower(password)
	// The name adds nothing to what is left of the password. It does not spoil it either: "ana" stands in many
	// a good one, and now and then in one that was drawn.
	if rest := strings.ReplaceAll(low, strings.ToLower(name), ""); len(name) > 2 &&
		utf8.RuneCountInString(rest) < MinPassword {
		return ErrObvious
	}
	word := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, low)
	if slices.Contains(strings.Fields(obvious), word) {
		return ErrObvious
	}
	if monotone(low) {
		return ErrObvious
	}
	return nil
}

// monotone says whether the text is one letter again and again, or counts up or down, as 1234567890 does.
func monotone(s string) bool {
	letters := []rune(s)
	steps := map[rune]int{}
	for i := 1; i < len(letters); i++ {
		steps[letters[i]-letters[i-1]]++
	}
	// One break in the row, as from 9 to 0, does not make it a better one.
	return max(steps[0], steps[1], steps[-1]) >= len(letters)-2
}
