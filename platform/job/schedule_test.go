package job_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"aldia/platform/db"
	"aldia/platform/db/dbtest"
	"aldia/platform/job"
)

// office is a process with the day's schedule; done gathers when its jobs ran.
func office(t *testing.T, d *db.DB, done *[]string, mu *sync.Mutex) *job.Runner {
	t.Helper()
	quito, err := time.LoadLocation("America/Guayaquil")
	if err != nil {
		t.Fatal(err)
	}
	r := runner(d, job.Kind{Name: "x.do", Do: func(_ context.Context, run *job.Run) error {
		mu.Lock()
		defer mu.Unlock()
		*done = append(*done, run.Key+" "+d.Now().In(quito).Format("02 15:04"))
		return nil
	}})
	r.Daily("close", 2, 30, quito, job.New{Kind: "x.do", Key: "close"})
	r.Every("reminders", 6*time.Hour, job.New{Kind: "x.do", Key: "reminders"})
	return r
}

func TestTheScheduleIsKeptOnceByManyProcesses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var mu sync.Mutex
		var done []string
		var offices []*job.Runner
		for range 3 {
			offices = append(offices, office(t, d, &done, &mu))
		}
		for range 24 { // from 09:00 of the 2nd in Quito to 09:00 of the 3rd
			var wg sync.WaitGroup
			for _, o := range offices {
				wg.Go(func() { drain(t, o) })
			}
			wg.Wait()
			dbtest.Clock(t, d).Advance(time.Hour)
		}
		want := []string{"reminders 02 13:00", "reminders 02 19:00", "reminders 03 01:00", "close 03 03:00",
			"reminders 03 07:00"}
		if !slices.Equal(done, want) {
			t.Errorf("done %v, want %v", done, want)
		}
		if plan := offices[0].Schedules(); len(plan) != 2 || plan[0] != [2]string{"close",
			"daily 02:30 America/Guayaquil"} {
			t.Errorf("printed %v", plan)
		}
	})
}

func TestWhatWasMissedIsDoneOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var mu sync.Mutex
		var done []string
		drain(t, office(t, d, &done, &mu))
		dbtest.Clock(t, d).Advance(72 * time.Hour)
		drain(t, office(t, d, &done, &mu)) // another process, three days later
		if len(done) != 2 {
			t.Errorf("after three days without a process: %v", done)
		}
	})
}
