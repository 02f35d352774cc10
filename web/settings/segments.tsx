/** One of a few, side by side: radio buttons that look like a segmented control. */

import type { Signal } from '@preact/signals'
import { useId } from 'preact/hooks'

interface SegmentsProps<T extends string> {
  legend: string
  setting: Signal<T>
  options: readonly { value: T; label: string; tag?: string }[]
}

export function Segments<T extends string>({ legend, setting, options }: SegmentsProps<T>) {
  const group = useId()
  return (
    <fieldset class="segments">
      <legend class="field-label">{legend}</legend>
      <div class="segments-row">
        {options.map(({ value, label, tag }) => (
          <label key={value} lang={tag}>
            <input
              type="radio"
              name={group}
              checked={setting.value === value}
              onChange={() => {
                setting.value = value
              }}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
