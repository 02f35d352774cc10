/** The words of how it sounds, in 简体中文. */

import type { sound as english } from './en-sound.ts'
import { isolate } from './isolate.ts'

const seconds = (ms: number) => (ms / 1_000).toFixed(1)

export const sound: typeof english = {
  sound: {
    title: '通话质量',
    open: '查看数据',
    none: '还没有数据。声音开启后，每秒更新一次。',
    late: (ms) => `你听到的声音晚了 ${seconds(ms)} 秒。`,
    lateText: '你们可能会抢话。离 Wi-Fi 近一些，或改用网线，往往会好转。',
    somebody: '有人',
    why: {
      good: '各项数据都良好。',
      lost: '连接断了，这些是断开前的数据。',
      stalled: '房间暂时没有回应。',
      rttMs: (ms, bound) => `到房间往返需要 ${ms} 毫秒，不超过 ${bound} 毫秒才算良好。`,
      jitterMs: (name, ms, bound) =>
        `${isolate(name)} 的声音到得不均匀，相差 ${ms} 毫秒，不超过 ${bound} 毫秒才算良好。`,
      concealedShare: (name, percent, bound) =>
        `${isolate(name)} 刚才的话有 ${percent}% 没有及时到达，由系统补上，不超过 ${bound}% 才算良好。`,
    },
    connection: '连接',
    roundTrip: '往返时间',
    notMeasured: '还没有测到',
    path: '声音的路径',
    paths: { relay: '经由服务器' },
    sending: '你的发送',
    rate: (kilobits, packets) => `${kilobits} kb/s，每条消息 ${packets} 个包`,
    steppedDown: '你的网络暂时承载不了更多，所以降低了你的声音的码率。',
    lag: '你听到的声音',
    lagBy: (ms) => `晚 ${ms} 毫秒`,
    nobody: '没有人在说话',
    plots: '最近两分钟',
    plotsFailed: '曲线没能加载出来，下面的数据是完整的。',
    plot: {
      rttMs: '往返时间（毫秒）',
      delayMs: '延迟（毫秒）',
      delayNote: '虚线是目标延迟。',
      concealed: '补音（%）',
    },
    ago: (minutes) => (minutes === 0 ? '现在' : `${minutes} 分钟前`),
    voices: '这里播放的声音',
    noVoices: '还没有听到其他人说话。',
    moreVoices: (voices) => `复制的数据里还有 ${voices} 个人的声音。`,
    figure: '项目',
    delay: '延迟',
    target: '目标延迟',
    jitter: '抖动',
    concealed: '补音',
    concealedHint: '最近 10 秒',
    recovered: '找回',
    tooLate: '迟到',
    dropped: '略过',
    stretched: '拉长',
    sinceHint: '累计',
    drift: '时钟',
    driftHint: '比这里快',
    copy: '复制为 JSON',
    copied: '数据已复制',
    copyFailed: '浏览器不允许复制，请改为保存。',
    save: '保存为 JSON',
    fileHint: '最近五分钟的数据，不含房间和任何人的名字。',
    noSound: '麦克风没有声音。',
    noSoundText: '请检查麦克风或线上的开关；如果开着，就换一个麦克风。',
    tooLoud: '声音太大，已经失真。',
    tooLoudText: '请离麦克风远一些，或在系统的声音设置里调低它。',
  },
}
