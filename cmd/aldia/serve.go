package main

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"os"
	"sync"
	"syscall"
	"time"

	"aldia/platform/db"
	"aldia/platform/log"
)

// graceFor is how long requests may go on when the server is asked to stop: longer than a page, shorter than
// what a supervisor of processes waits before it kills.
const graceFor = 15 * time.Second

func serveCommand() command { return command{name: "serve", run: runServe} }

func workCommand() command { return command{name: "work", run: runWork} }

func runServe(ctx context.Context, k *call) error {
	listen, idle := "", false
	k.flags.StringVar(&listen, "listen", k.config.Listen, "")
	k.flags.BoolVar(&idle, "no-work", !k.config.Work, "")
	if err := k.parse(0, 0); err != nil {
		return err
	}
	// The address is taken first: nobody wants to wait to hear that it is not free.
	listener, err := listenOn(ctx, listen)
	if err != nil {
		return err
	}
	defer closeQuietly(listener)
	s, err := k.server(ctx)
	if err != nil {
		return err
	}
	address := "http://" + listener.Addr().String()
	k.tell("serve.at", address)
	if err := k.answer(map[string]string{"address": address}); err != nil {
		return err
	}
	return s.serveOn(ctx, listener, !idle)
}

func runWork(ctx context.Context, k *call) error {
	if err := k.parse(0, 0); err != nil {
		return err
	}
	s, err := k.server(ctx)
	if err != nil {
		return err
	}
	k.tell("serve.working")
	var relay sync.WaitGroup
	relay.Go(func() { s.relay(ctx) })
	s.work(ctx)
	relay.Wait()
	return nil
}

// listenOn takes an address to serve on.
func listenOn(ctx context.Context, address string) (net.Listener, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	switch {
	case err == nil:
		return listener, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, failing("serve.taken", address)
	case errors.Is(err, fs.ErrPermission):
		return nil, failing("serve.forbidden", address)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return nil, failing("serve.elsewhere", address)
	case ctx.Err() != nil:
		return nil, ctx.Err()
	}
	return nil, misused("serve.bad_address", address)
}

// server opens the database and builds the server on it.
func (k *call) server(ctx context.Context) (*server, error) {
	d, err := k.open(ctx)
	if err != nil {
		return nil, err
	}
	if d.Engine() == db.Postgres {
		missing, err := d.Behind(ctx)
		if err != nil {
			return nil, err
		}
		if len(missing) > 0 {
			where, name, user := placeOfDatabase(k.database())
			return nil, failing("command.db.behind", where, name, user)
		}
	}
	return newServer(d, k.config, log.New(os.Stderr, log.Options{Level: k.config.Log.Level,
		Format: k.config.Log.Format}))
}

// serveOn serves the web on a listener until the context ends, and does the work behind it when told to. Then
// balancers are told, streams are ended, and what is under way may finish.
func (s *server) serveOn(ctx context.Context, listener net.Listener, work bool) error {
	h, err := s.handler()
	if err != nil {
		return err
	}
	web := &http.Server{
		Handler: h, ReadHeaderTimeout: readHeaderWithin, ReadTimeout: readWithin, WriteTimeout: writeWithin,
		IdleTimeout: idleFor, MaxHeaderBytes: headerBytes,
	}
	background, stop := context.WithCancel(ctx)
	defer stop()
	var behind sync.WaitGroup
	behind.Go(func() { s.relay(background) })
	if work {
		behind.Go(func() { s.work(background) })
	}
	ended := make(chan error, 1)
	go func() { ended <- web.Serve(listener) }()
	select {
	case err = <-ended:
	case <-ctx.Done():
		s.health.Drain()
		s.hub.Close()
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceFor)
		err = web.Shutdown(last)
		cancel()
	}
	stop()
	behind.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
