package main

import (
	"context"
	"net/http/httptest"
	"testing"
)

func TestABrowserThatLeavesBeforeItIsAnsweredIsNoFault(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	v := h.enter("lucia")
	ctx, leave := context.WithCancel(t.Context())
	leave()
	r := httptest.NewRequestWithContext(ctx, "GET", streamPath, nil)
	for name, value := range v.cookies {
		r.Header.Add("Cookie", name+"="+value)
	}
	w := httptest.NewRecorder()
	h.web.ServeHTTP(w, r)
	if w.Code != goneAway {
		t.Errorf("a stream that was cut is answered with %d: %s", w.Code, plainText(w.Body.String()))
	}
}
