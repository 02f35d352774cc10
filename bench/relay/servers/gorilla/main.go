// The hub on gorilla/websocket: one room, each message to all others. Every member has a reader and a writer of its own,
// and a queue between the hub and the writer. Built and started by ../gorilla.ts.
package main

import (
	"fmt"
	"log"
	"net"
	"net/http"

	"github.com/gorilla/websocket"
)

// How many messages may wait for one member: five seconds of one speaker.
const queueMessages = 256

type member struct {
	socket *websocket.Conn
	queue  chan []byte
}

type message struct {
	from *member
	data []byte
}

type hub struct {
	join    chan *member
	leave   chan *member
	message chan message
}

// run alone knows who is here. A member whose queue is full misses the message; the others do not wait.
func (h *hub) run() {
	members := map[*member]bool{}
	for {
		select {
		case m := <-h.join:
			members[m] = true
		case m := <-h.leave:
			delete(members, m)
			close(m.queue)
		case said := <-h.message:
			for m := range members {
				if m == said.from {
					continue
				}
				select {
				case m.queue <- said.data:
				default:
				}
			}
		}
	}
}

func (h *hub) read(m *member) {
	defer func() { h.leave <- m }()
	for {
		_, data, err := m.socket.ReadMessage()
		if err != nil {
			return
		}
		h.message <- message{m, data}
	}
}

func (m *member) write() {
	defer m.socket.Close()
	for data := range m.queue {
		if m.socket.WriteMessage(websocket.BinaryMessage, data) != nil {
			return
		}
	}
}

func main() {
	h := &hub{make(chan *member), make(chan *member), make(chan message, queueMessages)}
	go h.run()
	upgrader := websocket.Upgrader{}
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		socket, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		m := &member{socket, make(chan []byte, queueMessages)}
		h.join <- m
		go m.write()
		h.read(m)
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	log.Fatal(http.Serve(listener, nil))
}
