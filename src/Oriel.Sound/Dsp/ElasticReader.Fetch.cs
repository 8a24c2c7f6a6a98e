namespace Oriel.Sound.Dsp;

/// <content>The frames the resampler asks for: a stream without breaks, made of silence, sound and ramps.</content>
internal sealed partial class ElasticReader
{
    /// <inheritdoc/>
    void IFrameSource.Fetch(float[][] planes, int at, int frames)
    {
        while (frames > 0)
        {
            var done = _state switch
            {
                State.Waiting => Wait(planes, at, frames),
                State.Playing => Play(planes, at, frames),
                _ => FadeOut(planes, at, frames),
            };
            at += done;
            frames -= done;
        }
    }

    private int Wait(float[][] planes, int at, int frames)
    {
        var silent = _startIn < 0 ? frames : Math.Min(_startIn, frames);
        foreach (var plane in planes)
        {
            plane.AsSpan(at, silent).Clear();
        }

        if (_startIn >= 0)
        {
            _startIn -= silent;
            if (_startIn == 0)
            {
                _startIn = -1;
                _fade = 0;
                _skip = 0;
                _state = State.Playing;
                SnapGains();
            }
        }

        return silent;
    }

    private int Play(float[][] planes, int at, int frames)
    {
        var count = Math.Min(frames, _ring.Available - _skip);
        if (count <= 0)
        {
            if (!_ring.Ended)
            {
                Volatile.Write(ref _underruns, _underruns + 1);
                _extra = Math.Min(MaxExtra, _extra + ExtraPerUnderrun);
            }

            End();
            return 0;
        }

        if (_skip > 0)
        {
            count = Math.Min(count, _fadeFrames - _skipDone);
        }

        var gains = Volatile.Read(ref _wantedGains);
        for (var i = 0; i < count; i++)
        {
            ReadFrame(i, gains);
            MixFrame(planes, at + i);
        }

        _ring.Advance(count);
        Volatile.Write(ref _played, _played + count);
        if (_skip > 0 && (_skipDone += count) == _fadeFrames)
        {
            _ring.Advance(_skip);
            _skip = 0;
        }

        return count;
    }

    private void ReadFrame(int index, float[] gains)
    {
        var fade = 1f;
        if (_fade < _fadeFrames)
        {
            fade = Ramp(++_fade);
        }

        var other = _skip > 0 ? Ramp(_skipDone + index + 1) : 0;
        for (var channel = 0; channel < _frame.Length; channel++)
        {
            _gains[channel] += (gains[channel] - _gains[channel]) * _gainStep;
            float sample = _ring.Peek(index, channel);
            if (_skip > 0)
            {
                sample += (_ring.Peek(index + _skip, channel) - sample) * other;
            }

            _frame[channel] = sample * (1f / 32768) * _gains[channel] * fade;
        }
    }

    private void MixFrame(float[][] planes, int at)
    {
        for (var target = 0; target < planes.Length; target++)
        {
            var value = 0f;
            if (_isIdentity)
            {
                value = _frame[target];
            }
            else
            {
                for (var source = 0; source < _frame.Length; source++)
                {
                    value += _matrix[(target * _frame.Length) + source] * _frame[source];
                }
            }

            planes[target][at] = value;
            _history[target][_historyEnd] = value;
        }

        _historyEnd = _historyEnd + 1 == _fadeFrames ? 0 : _historyEnd + 1;
    }

    // The wave goes on as its own mirror image: no jump, the same kind of sound, and gone after a few milliseconds.
    private int FadeOut(float[][] planes, int at, int frames)
    {
        var count = Math.Min(frames, _fadeFrames - _fade);
        for (var i = 0; i < count; i++)
        {
            var from = _historyEnd - 1 - _fade;
            if (from < 0)
            {
                from += _fadeFrames;
            }

            var gain = Ramp(_fadeFrames - ++_fade);
            for (var target = 0; target < planes.Length; target++)
            {
                planes[target][at + i] = _history[target][from] * gain;
            }
        }

        if (_fade == _fadeFrames)
        {
            _state = State.Waiting;
            _startIn = -1;
            foreach (var plane in _history)
            {
                plane.AsSpan().Clear();
            }
        }

        return count;
    }

    private void End()
    {
        _state = State.Ending;
        _fade = 0;
        _skip = 0;
    }

    private void SnapGains()
    {
        var gains = Volatile.Read(ref _wantedGains);
        for (var i = 0; i < _gains.Length; i++)
        {
            _gains[i] = gains[i];
        }
    }

    // A raised cosine from 0 to 1.
    private float Ramp(int frame) => 0.5f - (0.5f * MathF.Cos(MathF.PI * frame / _fadeFrames));
}
