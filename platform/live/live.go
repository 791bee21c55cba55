// Package live moves what people look at: one stream of server-sent events for each tab, over which any part
// of the program says that something has changed. What is said is a hint, never the record: a tab that missed
// something is told to resync and fetches its page anew, so a slow reader never makes anybody wait and
// nothing is kept for it.
//
// A message has a topic, which decides who may hear it ("floor", "job:job_0abc…", "user:usr_0abc…"), a name,
// which the page acts upon, and a body of HTML or JSON.
package live

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"aldia/platform/db"
)

const (
	// buffered is how far a tab may lag behind before it is told to resync: a few seconds of a busy floor.
	buffered = 64
	// remembered is what a tab that reconnects can catch up on; beyond it, it resyncs.
	remembered = 1024
	// maxBody keeps a stream a stream of hints: what is larger is fetched.
	maxBody = 64 << 10
	// maxTabs bounds the streams of one process: each is a goroutine and a buffer.
	maxTabs = 10_000
	// maxTopics bounds what one tab listens to: a screen has a handful.
	maxTopics = 32
)

// Resync is the name of the message that tells a tab that it has missed something.
const Resync = "resync"

// Message is one thing that is said.
type Message struct {
	Topic string
	Name  string
	Body  string // HTML or JSON, as its name has it
	seq   uint64
}

// Hub is where messages come in and tabs listen.
type Hub struct {
	boot string // tells this hub's numbers from those of the process before it

	mu    sync.Mutex
	seq   uint64
	ring  [remembered]Message
	tabs  map[*tab]struct{}
	away  chan Message // to the other processes, when there are any
	stop  chan struct{}
	ended sync.Once

	missed atomic.Int64
}

// NewHub makes a hub. boot is a word that no other process of this program has had, such as an identity's
// text.
func NewHub(boot string) *Hub {
	return &Hub{boot: boot, tabs: map[*tab]struct{}{}, stop: make(chan struct{})}
}

// tab is one listener.
type tab struct {
	topics map[string]bool
	inbox  chan Message
	start  string      // the identity that the stream goes on from
	lost   atomic.Bool // something did not fit: resync before anything else
}

// Publish says something to every tab that listens to the topic, here and in the other processes. body is
// HTML as a string, or anything that becomes JSON. It never blocks.
func (h *Hub) Publish(topic, name string, body any) error {
	text, isText := body.(string)
	if !isText {
		b, err := json.Marshal(body)
		if err != nil {
			return fmt.Errorf("live: body of %s: %w", name, err)
		}
		text = string(b)
	}
	if len(text) > maxBody || strings.ContainsAny(topic+name, "\r\n") {
		return fmt.Errorf("live: %d bytes of %q to %q cannot be sent", len(text), name, topic)
	}
	m := Message{Topic: topic, Name: name, Body: text}
	h.spread(m)
	if h.away != nil {
		select {
		case h.away <- m:
		default:
			h.missed.Add(1)
		}
	}
	return nil
}

// PublishTx says something once the transaction is durable, and never when it is not.
func (h *Hub) PublishTx(tx db.Tx, topic, name string, body any) {
	tx.AfterCommit(func() {
		// What cannot be said is not worth failing for: the change is made, and the tab sees it with its next page.
		_ = h.Publish(topic, name, body)
	})
}

// spread gives a message to the tabs of this process.
func (h *Hub) spread(m Message) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.seq++
	m.seq = h.seq
	h.ring[m.seq%remembered] = m
	for t := range h.tabs {
		if t.topics[m.Topic] {
			h.give(t, m)
		}
	}
}

func (h *Hub) give(t *tab, m Message) {
	select {
	case t.inbox <- m:
	default:
		t.lost.Store(true)
		h.missed.Add(1)
	}
}

// join adds a tab. lastID is where it was when its connection broke: what it missed since is given first, or
// it is told to resync when that is not known any more.
func (h *Hub) join(topics []string, lastID string) (*tab, bool) {
	t := &tab{topics: map[string]bool{}, inbox: make(chan Message, buffered)}
	for _, topic := range topics[:min(len(topics), maxTopics)] {
		t.topics[topic] = true
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.tabs) >= maxTabs {
		return nil, false
	}
	h.tabs[t] = struct{}{}
	t.start = h.idOf(h.seq)
	if lastID == "" {
		return t, true
	}
	boot, number, _ := strings.Cut(lastID, "-")
	last, err := strconv.ParseUint(number, 10, 64)
	if err != nil || boot != h.boot || last > h.seq || h.seq-last >= remembered {
		t.lost.Store(true)
		return t, true
	}
	t.start = lastID
	for seq := last + 1; seq <= h.seq; seq++ {
		if m := h.ring[seq%remembered]; t.topics[m.Topic] {
			h.give(t, m)
		}
	}
	return t, true
}

func (h *Hub) leave(t *tab) {
	h.mu.Lock()
	delete(h.tabs, t)
	h.mu.Unlock()
}

// here is the identity of the last message, from which a tab that resyncs goes on.
func (h *Hub) here() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.idOf(h.seq)
}

func (h *Hub) idOf(seq uint64) string { return h.boot + "-" + strconv.FormatUint(seq, 10) }

// Close ends every stream, so that the web server can stop. Browsers reconnect by themselves.
func (h *Hub) Close() { h.ended.Do(func() { close(h.stop) }) }

// Tabs is the number of streams, and Missed that of messages that did not fit, for gauges.
func (h *Hub) Tabs() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.tabs)
}

// Missed is the number of messages that did not fit somewhere.
func (h *Hub) Missed() int64 { return h.missed.Load() }
