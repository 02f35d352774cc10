/** Files over a place: whether they are there now, and what is dropped. Text that is dragged is left to the field. */

import { useRef, useState } from 'preact/hooks'

export function useFileDrop(isOpen: boolean, drop: (files: File[]) => void) {
  const [isOver, setOver] = useState(false)
  /** Entering a child comes before leaving its parent. */
  const depth = useRef(0)
  const leave = () => {
    depth.current = 0
    setOver(false)
  }
  const handlers = {
    onDragEnter: (event: DragEvent) => {
      if (!holdsFiles(event) || !isOpen) return
      depth.current += 1
      setOver(true)
    },
    onDragOver: (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault() // also where nothing is taken: the browser would open the file in place of the room
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = isOpen ? 'copy' : 'none'
    },
    onDragLeave: (event: DragEvent) => {
      if (!holdsFiles(event)) return
      depth.current -= 1
      if (depth.current <= 0) leave()
    },
    onDrop: (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      leave()
      if (isOpen) drop([...(event.dataTransfer?.files ?? [])])
    },
  }
  return { isOver, handlers }
}

const holdsFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') === true
